"""What deposits contribute to archives and the page of what is stored."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import holding, table
from common.registries import (
    DataNote,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    export_steps,
    retention_rules,
)
from groups.deposit_states import DepositKind, KeptReason
from groups.models import DepositEntry


def export_deposits(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "deposits",
            _("Your deposits"),
            DepositEntry.objects.filter(rsvp__member_id=member_id).order_by("pk"),
            {
                "event__title": _("title"),
                "kind": _("what"),
                "fen": _("amount in fen"),
                "reason": _("reason"),
                "at": _("at"),
            },
            choices={"kind": DepositKind, "reason": KeptReason},
        )
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.deposits",
            title=_("Deposits"),
            order=42,
            models=["groups.DepositEntry"],
            build=export_deposits,
        )
    )
    data_notes.register(
        DataNote(
            key="groups.DepositEntry",
            kept="A pseudonym's deposit was received, given back or kept: the host's sums must add up.",
        )
    )
    retention_rules.register(
        RetentionRule(
            key="groups.deposits",
            order=48,
            title=_("Deposits for events"),
            why=_("So that everybody can see what was received, given back or kept."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(
                DepositEntry.objects.filter(rsvp__member_id=member_id), since="at"
            ),
        )
    )
