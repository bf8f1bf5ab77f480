"""What the front door remembers about a member: in the archive, and gone after leaving."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common.exporting import holding, table
from common.registries import (
    ErasureStep,
    ExportStep,
    ExportTable,
    RetentionRule,
    Waiting,
    erasure_steps,
    export_steps,
    retention_rules,
)
from portal.models import Arrival, PutAway
from portal.operations import forget_member

_MODELS = ["portal.Arrival", "portal.PutAway"]


def forget_front_door(member_id: int, now: datetime) -> Waiting | None:
    forget_member(member_id=member_id, now=now)
    return None


def export_front_door(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "arrival",
            _("Your first steps here"),
            Arrival.objects.filter(member_id=member_id),
            {"steps_done": _("Steps done"), "began_at": _("Began"), "ended_at": _("Ended")},
        ),
        table(
            "put-away",
            _("Cards you put away"),
            PutAway.objects.filter(member_id=member_id).order_by("pk"),
            {"card": _("Card"), "put_away_at": _("At")},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="portal.today", title=_("The Today page"), order=60, models=_MODELS, build=export_front_door
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="portal.today",
            title=_("Forgetting the Today page"),
            order=60,
            models=_MODELS,
            run=forget_front_door,
        )
    )
    retention_rules.register(
        RetentionRule(
            key="portal.today",
            order=60,
            title=_("Cards you put away on the Today page"),
            why=_("So that they don’t come back."),
            until=_("As long as you are a member."),
            holding=lambda member_id: holding(
                PutAway.objects.filter(member_id=member_id), since="put_away_at"
            ),
        )
    )
