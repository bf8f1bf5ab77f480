"""Who was let in where and who was not, read-only and without their words."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from common.admin import OperatingAdmin, state_column, titled
from common.texts import in_language
from groups.door_states import AttendanceState
from groups.models import Attendance, CheckIn


@admin.register(CheckIn)
class CheckInAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = ["event_title", "method", titled("at", _("Let in")), titled("recorded_at", _("Recorded"))]
    list_filter = ["method"]
    list_select_related = ["ticket__event"]
    search_fields = ["ticket__event__public_id"]
    ordering = ["-id"]
    exclude = ["key"]

    @display(description=pgettext_lazy("door", "Event"))
    def event_title(self, let_in: CheckIn) -> str:
        return in_language(let_in.ticket.event.title)


@admin.register(Attendance)
class AttendanceAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        "event_title",
        state_column({AttendanceState.CAME: "success", AttendanceState.ABSENT: "warning"}),
        titled("since", _("Since")),
    ]
    list_filter = ["state"]
    list_select_related = ["rsvp__event"]
    search_fields = ["rsvp__event__public_id"]
    ordering = ["-id"]
    exclude = ["word"]

    @display(description=pgettext_lazy("door", "Event"))
    def event_title(self, known: Attendance) -> str:
        return in_language(known.rsvp.event.title)
