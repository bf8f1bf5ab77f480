"""What can be done with groups. The only writers."""

from groups.operations.founding import found_group
from groups.operations.joining import join_group, leave_group
from groups.rules import GroupInput

__all__ = ["GroupInput", "found_group", "join_group", "leave_group"]
