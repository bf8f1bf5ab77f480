"""Badges and credit levels in archives and on the page of what is stored."""

from collections.abc import Sequence

from django.utils import timezone
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
from trust import credit_queries
from trust.credit_states import READ_CREDIT_STATES, BadgeKind, CreditState, Level
from trust.linkedin_states import LinkedInState
from trust.models import BadgeChoice, Credential, CreditAttestation, LinkedInCheck, RevealOffer
from trust.states import CheckCode


def export_badges(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "credit",
            _("Credit levels"),
            CreditAttestation.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "state": _("state"),
                "provider": _("provider"),
                "period": _("month"),
                "began_at": _("begun"),
                "observed_at": _("observed"),
                "valid_until": _("until"),
                "ended_at": _("ended"),
            },
            choices={"state": CreditState},
        ),
        _level(member_id),
        _linkedin(member_id),
        table(
            "credentials",
            _("Badges to take along"),
            Credential.objects.filter(certification__member_id=member_id).order_by("pk"),
            {"public_id": _("Public id"), "issued_at": _("issued"), "ended_at": _("ended")},
        ),
        table(
            "badges",
            _("Who sees your badges"),
            BadgeChoice.objects.filter(member_id=member_id).order_by("pk"),
            {"badge": _("Badge"), "audience": _("Who sees it"), "floor": _("At least")},
            choices={"badge": BadgeKind, "floor": Level},
        ),
        table(
            "reveals",
            _("Levels you would show for theirs"),
            RevealOffer.objects.filter(member_id=member_id).order_by("pk"),
            {"other__public_id": _("Member"), "until": _("until")},
        ),
    ]


def _linkedin(member_id: int) -> ExportTable:
    return table(
        "linkedin",
        _("What LinkedIn verified"),
        LinkedInCheck.objects.filter(member_id=member_id).order_by("pk"),
        {
            "public_id": _("Public id"),
            "state": _("state"),
            "has_identity": _("ID checked there"),
            "has_workplace": _("Workplace confirmed there"),
            "name_match": _("Name"),
            "began_at": _("begun"),
            "seen_at": _("observed"),
            "ended_at": _("ended"),
        },
        choices={"state": LinkedInState, "name_match": CheckCode},
    )


def _level(member_id: int) -> ExportTable:
    seen = credit_queries.own_credit(member_id, now=timezone.now())
    rows = [{"level": seen.level.label, "period": seen.level.period}] if seen and seen.level else []
    columns = {"level": _("Level"), "period": _("month")}
    return ExportTable(key="level", title=_("Your credit level"), columns=columns, rows=rows)


def register() -> None:
    data_notes.register(
        DataNote(key="trust.Credential", kept="A place in a list of revoked badges; it names nobody.")
    )
    export_steps.register(
        ExportStep(
            key="trust.badges",
            title=_("Badges"),
            order=24,
            models=[
                "trust.CreditAttestation",
                "trust.BadgeChoice",
                "trust.RevealOffer",
                "trust.Credential",
                "trust.LinkedInCheck",
            ],
            build=export_badges,
        )
    )
    retention_rules.register(
        RetentionRule(
            key="trust.linkedin",
            order=37,
            title=_("What LinkedIn verified of you"),
            why=_("So that the certifier of your job can read it."),
            until=_("For 30 days, or until you withdraw your consent."),
            holding=lambda member_id: holding(
                LinkedInCheck.objects.filter(member_id=member_id, state=LinkedInState.SEEN), since="seen_at"
            ),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="trust.credit",
            order=36,
            title=_("Your credit level (encrypted)"),
            why=_("So that you can show it to whom you choose."),
            until=_("Until the 8th of the next month, or at once when you withdraw your consent."),
            holding=lambda member_id: holding(
                CreditAttestation.objects.filter(member_id=member_id, state__in=READ_CREDIT_STATES),
                since="observed_at",
                until="valid_until",
            ),
        )
    )
