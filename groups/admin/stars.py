"""Who was asked to be the star of a day, read-only and without their words."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import OperatingAdmin, state_column, text_column, titled
from groups.models import StarInvitation
from groups.star_states import StarState


@admin.register(StarInvitation)
class StarInvitationAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        text_column("group.name", _("Group")),
        "day",
        state_column({StarState.DONE: "success", StarState.ASKED: "warning"}),
        titled("asked_at", _("Asked")),
    ]
    list_filter = ["state"]
    list_select_related = ["group", "slot"]
    search_fields = ["public_id"]
    ordering = ["-id"]
    exclude = ["answers", "draft"]

    @display(description=_("Day"), ordering="slot__local_date")
    def day(self, star: StarInvitation) -> str:
        return star.slot.local_date.isoformat()
