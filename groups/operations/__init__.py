"""What can be done with groups. The only writers."""

from groups.door_rules import Scan
from groups.event_rules import EventInput
from groups.moderation_rules import Decision
from groups.operations.albums import (
    add_album_photo,
    agree_to_photo,
    note_album_photo_made,
    part_photos,
    set_album_audience,
    take_photo_down,
)
from groups.operations.answering import accept_request, decline_request, lapse_pending, vouch_for
from groups.operations.appeals import appeal_action, judge_appeal
from groups.operations.board import (
    comment,
    delete_comment,
    delete_post,
    edit_post,
    pin_post,
    react,
    write_post,
)
from groups.operations.brakes import lift_brake
from groups.operations.calendars import end_calendar_link, make_calendar_link
from groups.operations.complaints import (
    acknowledge_complaint,
    answer_complaint,
    answer_from_elsewhere,
    complain,
    complain_from_elsewhere,
    confirm_complaint,
    follow_complaints,
    forget_words_from_elsewhere,
    reject_answer,
)
from groups.operations.deposits import ask_deposit, record_deposit
from groups.operations.door import admit, admit_later, count_doors, excuse_absence
from groups.operations.drafts import (
    answer_draft,
    end_draft,
    end_drafts_in,
    lapse_drafts,
    part_drafts,
    publish_draft,
    show_draft,
)
from groups.operations.engagement import count_week, keep_engagement
from groups.operations.event_changes import (
    call_off_event,
    change_event,
    postpone_event,
    tell_of_change,
)
from groups.operations.event_reminders import remind
from groups.operations.events import draft_event, follow_clock, publish_event, set_capacity
from groups.operations.events_leaving import give_back_places
from groups.operations.flags import flag_comment, flag_post, withdraw_flags
from groups.operations.founding import found_group
from groups.operations.introductions import (
    accept_introduction,
    ask_introduction,
    decline_introduction,
    lapse_introductions,
    pass_on_introduction,
)
from groups.operations.inviting import invite_member, join_by_link, make_invite_link, refuse_invitation
from groups.operations.joining import join_group, leave_group
from groups.operations.moderation import claim_case, decide_case, end_due_actions, undo_action
from groups.operations.post_photos import add_post_photos, note_post_photo_made, remove_post_photo
from groups.operations.prompts import answer_prompt, tell_of_prompt
from groups.operations.radar import see_spot, sweep_radar
from groups.operations.recaps import give_feedback, publish_recap
from groups.operations.rituals import (
    add_ritual,
    change_ritual,
    open_prompts,
    set_rest_day,
    set_up_ready_rituals,
)
from groups.operations.rsvps import accept_place, answer_event, cancel_answer, end_offers
from groups.operations.series import continue_series, repeat_event
from groups.operations.series_changes import change_series, end_series
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
from groups.operations.stewardship import (
    be_here,
    claim_stewardship,
    follow_claims,
    notice_silences,
    settle_stewardship,
    stop_claim,
    tell_of_stewardship,
    vote_on_claim,
    withdraw_claim,
)
from groups.operations.team_blocks import part_blocked
from groups.operations.team_tasks import claim_task, confirm_task, pick_tasks
from groups.operations.teams import lock_teams, mix_teams, place_latecomers, wish_for
from groups.ritual_rules import Deeds, RitualInput
from groups.rules import GroupInput

__all__ = [
    "Decision",
    "Deeds",
    "EventInput",
    "GroupInput",
    "RitualInput",
    "Scan",
    "accept_introduction",
    "accept_place",
    "accept_request",
    "acknowledge_complaint",
    "add_album_photo",
    "add_post_photos",
    "add_ritual",
    "admit",
    "admit_later",
    "agree_to_photo",
    "answer_complaint",
    "answer_draft",
    "answer_event",
    "answer_from_elsewhere",
    "answer_prompt",
    "answer_star",
    "appeal_action",
    "approve_star_words",
    "archive_group",
    "ask_deposit",
    "ask_introduction",
    "ban_member",
    "be_here",
    "call_off_event",
    "cancel_answer",
    "change_event",
    "change_group",
    "change_ritual",
    "change_series",
    "claim_case",
    "claim_stewardship",
    "claim_task",
    "comment",
    "complain",
    "complain_from_elsewhere",
    "confirm_complaint",
    "confirm_task",
    "continue_series",
    "count_doors",
    "count_week",
    "decide_case",
    "decline_introduction",
    "decline_request",
    "delete_comment",
    "delete_post",
    "draft_event",
    "edit_post",
    "end_calendar_link",
    "end_draft",
    "end_drafts_in",
    "end_due_actions",
    "end_offers",
    "end_series",
    "excuse_absence",
    "flag_comment",
    "flag_post",
    "follow_claims",
    "follow_clock",
    "follow_complaints",
    "forget_words_from_elsewhere",
    "found_group",
    "give_back_places",
    "give_feedback",
    "give_role",
    "invite_member",
    "join_by_link",
    "join_group",
    "judge_appeal",
    "keep_engagement",
    "keep_stars",
    "lapse_drafts",
    "lapse_introductions",
    "lapse_pending",
    "leave_group",
    "lift_ban",
    "lift_brake",
    "lock_teams",
    "make_calendar_link",
    "make_invite_link",
    "mix_teams",
    "note_album_photo_made",
    "note_post_photo_made",
    "notice_silences",
    "open_prompts",
    "part_blocked",
    "part_drafts",
    "part_photos",
    "pass_on_introduction",
    "pick_tasks",
    "pin_post",
    "place_latecomers",
    "postpone_event",
    "publish_draft",
    "publish_event",
    "publish_recap",
    "react",
    "record_deposit",
    "refuse_invitation",
    "reject_answer",
    "remind",
    "remove_member",
    "remove_post_photo",
    "repeat_event",
    "see_spot",
    "set_album_audience",
    "set_capacity",
    "set_rest_day",
    "set_up_ready_rituals",
    "settle_stewardship",
    "show_draft",
    "stop_claim",
    "sweep_radar",
    "switch_stars",
    "take_photo_down",
    "tell_of_change",
    "tell_of_prompt",
    "tell_of_stewardship",
    "undo_action",
    "vote_on_claim",
    "vouch_for",
    "wish_for",
    "withdraw_claim",
    "withdraw_flags",
    "withdraw_star",
    "write_post",
    "write_star_words",
]
