"""What the radar sees: kinds and numbers. Campaign managers read it for the groups of their campaigns."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.access import may
from common.admin import OperatingAdmin, state_column, text_column, titled
from common.registries import group_watches
from groups.models import RadarSpot
from groups.radar_states import RadarState


class NumbersAdmin(OperatingAdmin):
    """Rows of a ``group``: all to those who look after all, to managers those of their campaigns."""

    view_verb = "groups.see-radar"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the list: ``get_queryset`` leaves out what is not the reader's."""
        return super().has_view_permission(request, None)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        if request.user.is_superuser or may(request.user, "groups.look-after"):
            return rows
        linked = {ref for watch in group_watches for ref in watch.groups(request.user)}
        return rows.filter(group__public_id__in=linked)


@admin.register(RadarSpot)
class RadarSpotAdmin(NumbersAdmin):
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
