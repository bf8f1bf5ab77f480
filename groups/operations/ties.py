"""Who looks after a group does not decide on the papers of who is in it, nor the other way round.

Declared in the transaction that makes the tie, so that there is no moment between. What was once declared
stays, as a tie of campaigns does.
"""

from groups import queries
from groups.models import Group
from trust.operations import declare_conflicts

GROUP_CONFLICT = "group"


def tie_newcomer(group: Group, member_id: int) -> None:
    """To the stewards and co-stewards. The group's lock is held. Repeating changes nothing."""
    declare_conflicts(member_id, queries.steward_ids(group_id=group.pk), GROUP_CONFLICT)


def tie_steward(group: Group, member_id: int) -> None:
    """To everybody who is in the group. The group's lock is held. Repeating changes nothing."""
    declare_conflicts(member_id, queries.active_member_ids(group_id=group.pk), GROUP_CONFLICT)
