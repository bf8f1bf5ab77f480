"""What calendars contribute to archives and erasures."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import table
from common.registries import ErasureStep, ExportStep, ExportTable, erasure_steps, export_steps
from groups.models import CalendarLink
from groups.operations.calendars import let_go_of_calendar

_OWN = ["groups.CalendarLink"]


def export_calendar(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "calendar-links",
            _("The address of your calendar"),
            CalendarLink.objects.filter(member_id=member_id).order_by("pk"),
            {"secret": _("secret"), "made_at": _("Made")},
        )
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.calendar", title=_("Your calendar"), order=44, models=_OWN, build=export_calendar
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.calendar", title=_("Your calendar"), order=44, models=_OWN, run=let_go_of_calendar
        )
    )
