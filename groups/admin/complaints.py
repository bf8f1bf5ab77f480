"""Complaints and how late they run, read-only and without their words."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.complaint_states import ComplaintState
from groups.models import Complaint


@admin.register(Complaint)
class ComplaintAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("group.name", _("Group")),
        state_column(
            {
                ComplaintState.OPEN: "warning",
                ComplaintState.ACKNOWLEDGED: "info",
                ComplaintState.CONFIRMED: "success",
            }
        ),
        titled("level", _("Reminders")),
        titled("opened_at", _("Opened")),
        titled("answer_by_at", _("Answered by")),
    ]
    list_filter = ["state", "level"]
    list_select_related = ["group"]
    search_fields = ["public_id"]
    ordering = ["-id"]
    exclude = ["body", "answer", "post"]
