"""How teams of events were mixed, read-only and without who is in them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.models import TeamPlan
from groups.team_states import TeamPlanState


@admin.register(TeamPlan)
class TeamPlanAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("event.title", _("Event")),
        state_column({TeamPlanState.LOCKED: "success"}),
        titled("size", _("People per team")),
        titled("round", _("Times mixed")),
        titled("mixed_at", _("Mixed")),
    ]
    list_filter = ["state"]
    list_select_related = ["event"]
    search_fields = ["event__public_id"]
    ordering = ["-id"]
