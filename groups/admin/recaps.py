"""Which events were told of on their group's board, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, text_column, titled
from groups.models import Recap


@admin.register(Recap)
class RecapAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("event.title", _("Event")),
        text_column("event.group.name", _("Group")),
        titled("at", _("At")),
    ]
    list_select_related = ["event__group"]
    search_fields = ["event__public_id"]
    ordering = ["-id"]
    exclude = ["post"]
