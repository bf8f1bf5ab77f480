"""What the daily star contributes to archives and erasures."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    data_notes,
    erasure_steps,
    export_steps,
)
from groups.models import StarGreeter, StarInvitation
from groups.operations.stars import let_go_of_stars
from groups.star_states import StarState

_OWN = ["groups.StarGreeter", "groups.StarInvitation"]
_GROUPS = "The group’s own: it names nobody."


def export_stars(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "stars",
            _("Days you were asked to be the star"),
            StarInvitation.objects.filter(member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "group__name": _("name"),
                "slot__local_date": _("Day"),
                "state": _("State"),
                "draft": _("Text"),
                "asked_at": _("At"),
            },
            choices={"state": StarState},
        ),
        table(
            "star_greetings",
            _("Stars you were asked to greet"),
            StarGreeter.objects.filter(member_id=member_id).order_by("pk"),
            {"slot__local_date": _("Day"), "at": _("At")},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(key="groups.stars", title=_("Stars of the day"), order=43, models=_OWN, build=export_stars)
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.stars", title=_("Stars of the day"), order=43, models=_OWN, run=let_go_of_stars
        )
    )
    data_notes.register(
        DataNote(
            key="groups.StarInvitation",
            kept="When a pseudonym was asked, so that turns stay fair; no words.",
        )
    )
    for name in ("StarPlan", "StarSlot"):
        data_notes.register(DataNote(key=f"groups.{name}", not_exported=_GROUPS, kept=_GROUPS))
