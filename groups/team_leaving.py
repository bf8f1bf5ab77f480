"""What teams contribute to archives and erasures."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
from groups.models import TeamMember, TeamWish
from groups.operations.teams_leaving import let_go_of_wishes

_OWN = ["groups.TeamMember", "groups.TeamWish"]
_EVENTS = "The event’s own: it names nobody."


def export_teams(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "teams",
            _("Teams you were in"),
            TeamMember.objects.filter(member_id=member_id).order_by("pk"),
            {"event__title": _("title"), "team__number": pgettext_lazy("teams", "team"), "at": _("At")},
        ),
        table(
            "team-wishes",
            _("Where you asked to be in a team with somebody"),
            TeamWish.objects.filter(member_id=member_id).order_by("pk"),
            {"event__title": _("title"), "other__public_id": _("Public id"), "at": _("At")},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(key="groups.teams", title=_("Teams"), order=44, models=_OWN, build=export_teams)
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.teams",
            title=_("Wishes for teams"),
            order=44,
            models=["groups.TeamWish"],
            run=let_go_of_wishes,
        )
    )
    data_notes.register(
        DataNote(key="groups.TeamMember", kept="A pseudonym was in a team: what it did together stays true.")
    )
    for name in ("Team", "TeamPlan"):
        data_notes.register(DataNote(key=f"groups.{name}", not_exported=_EVENTS, kept=_EVENTS))
