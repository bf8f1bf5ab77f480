from groups.models.groups import Group
from groups.models.memberships import Membership

__all__ = ["Group", "Membership"]
