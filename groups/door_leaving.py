"""What the door contributes to archives and erasures."""

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
from groups.door_states import AttendanceState, CheckInMethod
from groups.models import Attendance, CheckIn, Ticket
from groups.operations.door_leaving import let_go_of_excuses

_OWN = ["groups.Ticket", "groups.CheckIn", "groups.Attendance"]
_NUMBERS = "A pseudonym had a seat and was let in: what was counted must stay true."


def export_door(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "tickets",
            _("Your tickets"),
            Ticket.objects.filter(rsvp__member_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "event__title": _("title"),
                "number": _("seat"),
                "code": _("letters"),
                "issued_at": pgettext_lazy("ticket", "issued"),
                "voided_at": _("void since"),
            },
        ),
        table(
            "let-in",
            _("When you were let in"),
            CheckIn.objects.filter(ticket__rsvp__member_id=member_id).order_by("pk"),
            {"ticket__event__title": _("title"), "method": _("how"), "at": _("let in")},
            choices={"method": CheckInMethod},
        ),
        table(
            "attendances",
            _("Where you were and were not"),
            Attendance.objects.filter(rsvp__member_id=member_id).order_by("pk"),
            {
                "rsvp__event__title": _("title"),
                "state": _("State"),
                "since": _("since"),
                "word": _("why not"),
            },
            choices={"state": AttendanceState},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.door",
            title=pgettext_lazy("event", "Tickets"),
            order=42,
            models=_OWN,
            build=export_door,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.door",
            title=_("Why you were not there"),
            order=42,
            models=["groups.Attendance"],
            run=let_go_of_excuses,
        )
    )
    for label in _OWN:
        data_notes.register(DataNote(key=label, kept=_NUMBERS))
