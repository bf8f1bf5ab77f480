"""What teams did together, read-only and without who said so."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.models import TeamTask
from groups.task_states import TeamTaskState


@admin.register(TeamTask)
class TeamTaskAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("card.event.title", _("Event")),
        text_column("card.ready.title", _("Task")),
        state_column({TeamTaskState.DONE: "success"}),
        titled("claimed_at", _("At")),
    ]
    list_filter = ["state"]
    list_select_related = ["card__event"]
    search_fields = ["card__event__public_id"]
    ordering = ["-id"]
    exclude = ["claimed_by"]
