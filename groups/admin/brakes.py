"""Where answers were paused because many wrote at once, read-only; stewards lift one on its post."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.brake_states import BrakeState
from groups.models import Brake


@admin.register(Brake)
class BrakeAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("group.name", _("Group")),
        state_column({BrakeState.ON: "warning"}),
        titled("at", _("At")),
        titled("until", _("Until")),
    ]
    list_filter = ["state"]
    list_select_related = ["group"]
    search_fields = ["group__public_id", "post__public_id"]
    ordering = ["-id"]
    exclude = ["post"]
