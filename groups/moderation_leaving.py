"""What flags, decisions and appeals contribute to archives, erasures and the page of what is stored."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import holding, table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    erasure_steps,
    export_steps,
    retention_rules,
)
from groups.models import ActionAppeal, Flag, ModerationAction
from groups.moderation_states import ActionKind, ActionState, AppealState, FlagReason, FlagState
from groups.operations.moderation_leaving import let_go_of_moderation

_OWN = ["groups.ActionAppeal", "groups.Flag", "groups.ModerationAction"]


def export_moderation(member_id: int) -> Sequence[ExportTable]:
    """Who flagged the member is not theirs to know; what was decided is."""
    about = ModerationAction.objects.filter(member_id=member_id).exclude(kind=ActionKind.NONE)
    return [
        table(
            "flags",
            _("What you flagged"),
            Flag.objects.filter(member_id=member_id).order_by("pk"),
            {"reason": _("reason"), "note": _("Text"), "state": _("State"), "at": _("At")},
            choices={"reason": FlagReason, "state": FlagState},
        ),
        table(
            "decisions",
            _("What stewards decided about your words"),
            about.order_by("pk"),
            {
                "public_id": _("Public id"),
                "group__name": _("name"),
                "kind": _("what"),
                "reason": _("reason"),
                "text": _("Text"),
                "state": _("State"),
                "created_at": _("At"),
                "expires_at": _("until"),
            },
            choices={"kind": ActionKind, "reason": FlagReason, "state": ActionState},
        ),
        table(
            "action_appeals",
            _("Your appeals to stewards"),
            ActionAppeal.objects.filter(action__member_id=member_id).order_by("pk"),
            {"text": _("Text"), "state": _("State"), "answer": _("Answer"), "created_at": _("At")},
            choices={"state": AppealState},
        ),
    ]


_NUMBER = "A number for stewards; the complaints and flags themselves are in the archive."
_ALIKE = "That things were alike or many, without anybody’s words."
_COUNTS = "The numbers of a group in a week, and nobody’s."
_NOTES = [
    DataNote(
        key="groups.ReviewCase",
        not_exported="What was decided is; who flagged is not the author’s to know.",
        kept="A pseudonym’s words were looked at; the words are gone.",
    ),
    DataNote(
        key="groups.Brake",
        not_exported="It is about answers at a time, and about nobody.",
        kept="That answers waited below a post, without anybody’s words.",
    ),
    DataNote(key="groups.EngagementWeek", not_exported=_COUNTS, kept=_COUNTS),
    DataNote(key="groups.RadarSpot", not_exported=_NUMBER, kept=_ALIKE),
    DataNote(key="groups.RadarItem", not_exported=_NUMBER, kept=_ALIKE),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.moderation",
            title=_("Flags and decisions"),
            order=46,
            models=_OWN,
            build=export_moderation,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.moderation",
            title=_("Flags and decisions"),
            order=46,
            models=_OWN,
            run=let_go_of_moderation,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    retention_rules.register(
        RetentionRule(
            key="groups.decisions",
            order=47,
            title=_("What stewards decided about your words"),
            why=_("So that a decision can be appealed, and whoever was sent away stays away."),
            until=_("Kept for good, without your name or any words once you leave."),
            holding=lambda member_id: holding(
                ModerationAction.objects.filter(member_id=member_id), since="created_at"
            ),
        )
    )
