"""Who was asked to be the star of a day, read-only and without their words."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import Badges, OperatingAdmin, titled
from common.texts import in_language
from groups.models import StarInvitation
from groups.star_states import StarState


@admin.register(StarInvitation)
class StarInvitationAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = ["group_name", "day", "state_label", titled("asked_at", _("Asked"))]
    list_filter = ["state"]
    list_select_related = ["group", "slot"]
    search_fields = ["public_id"]
    ordering = ["-id"]
    exclude = ["answers", "draft"]

    @display(description=_("Group"))
    def group_name(self, star: StarInvitation) -> str:
        return in_language(star.group.name)

    @display(description=_("Day"), ordering="slot__local_date")
    def day(self, star: StarInvitation) -> str:
        return star.slot.local_date.isoformat()

    @display(
        description=_("State"),
        label=Badges({StarState.DONE: "success", StarState.ASKED: "warning"}),
        ordering="state",
    )
    def state_label(self, star: StarInvitation) -> tuple[str, str]:
        return star.state, star.get_state_display()
