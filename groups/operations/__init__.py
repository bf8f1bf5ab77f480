"""What can be done with groups. The only writers."""

from groups.event_rules import EventInput
from groups.operations.answering import accept_request, decline_request, lapse_pending, vouch_for
from groups.operations.board import (
    comment,
    delete_comment,
    delete_post,
    edit_post,
    pin_post,
    react,
    write_post,
)
from groups.operations.event_changes import (
    call_off_event,
    change_event,
    postpone_event,
    tell_of_change,
)
from groups.operations.event_reminders import remind
from groups.operations.events import draft_event, follow_clock, publish_event, set_capacity
from groups.operations.events_leaving import give_back_places
from groups.operations.founding import found_group
from groups.operations.inviting import invite_member, join_by_link, make_invite_link, refuse_invitation
from groups.operations.joining import join_group, leave_group
from groups.operations.prompts import answer_prompt, tell_of_prompt
from groups.operations.rituals import (
    add_ritual,
    change_ritual,
    open_prompts,
    set_rest_day,
    set_up_ready_rituals,
)
from groups.operations.rsvps import accept_place, answer_event, cancel_answer, end_offers
from groups.operations.stars import (
    answer_star,
    approve_star_words,
    keep_stars,
    switch_stars,
    withdraw_star,
    write_star_words,
)
from groups.operations.stewarding import (
    archive_group,
    ban_member,
    change_group,
    give_role,
    lift_ban,
    remove_member,
)
from groups.ritual_rules import Deeds, RitualInput
from groups.rules import GroupInput

__all__ = [
    "Deeds",
    "EventInput",
    "GroupInput",
    "RitualInput",
    "accept_place",
    "accept_request",
    "add_ritual",
    "answer_event",
    "answer_prompt",
    "answer_star",
    "approve_star_words",
    "archive_group",
    "ban_member",
    "call_off_event",
    "cancel_answer",
    "change_event",
    "change_group",
    "change_ritual",
    "comment",
    "decline_request",
    "delete_comment",
    "delete_post",
    "draft_event",
    "edit_post",
    "end_offers",
    "follow_clock",
    "found_group",
    "give_back_places",
    "give_role",
    "invite_member",
    "join_by_link",
    "join_group",
    "keep_stars",
    "lapse_pending",
    "leave_group",
    "lift_ban",
    "make_invite_link",
    "open_prompts",
    "pin_post",
    "postpone_event",
    "publish_event",
    "react",
    "refuse_invitation",
    "remind",
    "remove_member",
    "set_capacity",
    "set_rest_day",
    "set_up_ready_rituals",
    "switch_stars",
    "tell_of_change",
    "tell_of_prompt",
    "vouch_for",
    "withdraw_star",
    "write_post",
    "write_star_words",
]
