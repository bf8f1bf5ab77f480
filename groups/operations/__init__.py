"""What can be done with groups. The only writers."""

from groups.operations.answering import accept_request, decline_request, lapse_pending, vouch_for
from groups.operations.founding import found_group
from groups.operations.inviting import invite_member, join_by_link, make_invite_link, refuse_invitation
from groups.operations.joining import join_group, leave_group
from groups.operations.stewarding import (
    archive_group,
    ban_member,
    change_group,
    give_role,
    lift_ban,
    remove_member,
)
from groups.rules import GroupInput

__all__ = [
    "GroupInput",
    "accept_request",
    "archive_group",
    "ban_member",
    "change_group",
    "decline_request",
    "found_group",
    "give_role",
    "invite_member",
    "join_by_link",
    "join_group",
    "lapse_pending",
    "leave_group",
    "lift_ban",
    "make_invite_link",
    "refuse_invitation",
    "remove_member",
    "vouch_for",
]
