"""Groups and who is in them, read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from common.admin import OperatingAdmin, state_column, titled
from common.texts import in_language
from groups.models import Group, Membership
from groups.states import GroupRole, GroupState


class StewardInline(TabularInline):
    """Only those with an office: a group may have thousands of members."""

    model = Membership
    verbose_name_plural = _("Stewards")
    fields = ["member", "role", "joined_at"]
    readonly_fields = fields
    ordering = ["-role", "joined_at"]
    extra = 0
    max_num = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(role__gte=GroupRole.CO_STEWARD)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Group)
class GroupAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    list_display = [
        "name_text",
        state_column({GroupState.ACTIVE: "success", GroupState.ARCHIVED: None}),
        titled("visibility", _("Who finds it")),
        titled("join_policy", _("How one joins")),
        titled("seats_taken", _("Members")),
        titled("founded_at", _("Founded")),
    ]
    list_filter = ["state", "visibility", "join_policy"]
    search_fields = ["public_id", "name"]
    ordering = ["-id"]
    inlines = [StewardInline]

    @display(description=pgettext_lazy("group", "Name"))
    def name_text(self, group: Group) -> str:
        return in_language(group.name)
