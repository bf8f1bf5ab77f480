"""Questions about groups. Other apps ask here."""

from groups.queries.groups import (
    GroupCard,
    card_of,
    group_id_of,
    group_of,
    groups_of,
    groups_to_find,
    is_shown_to,
)
from groups.queries.memberships import (
    active_member_ids,
    are_fellows,
    group_ids_of,
    holds,
    is_active_member,
    membership_of,
    role_in,
    steward_ids,
)

__all__ = [
    "GroupCard",
    "active_member_ids",
    "are_fellows",
    "card_of",
    "group_id_of",
    "group_ids_of",
    "group_of",
    "groups_of",
    "groups_to_find",
    "holds",
    "is_active_member",
    "is_shown_to",
    "membership_of",
    "role_in",
    "steward_ids",
]
