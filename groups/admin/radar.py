"""What the radar sees in all groups: kinds and numbers, also for campaign managers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.models import RadarSpot
from groups.radar_states import RadarState


@admin.register(RadarSpot)
class RadarSpotAdmin(OperatingAdmin):
    view_verb = "groups.see-radar"
    list_display = [
        text_column("group.name", _("Group")),
        titled("kind", _("What")),
        state_column({RadarState.OPEN: "warning"}),
        titled("size", _("How many")),
        titled("opened_at", _("Opened")),
        titled("last_at", _("Grew last")),
    ]
    list_filter = ["kind", "state"]
    list_select_related = ["group"]
    search_fields = ["public_id"]
    ordering = ["-id"]
