"""Groups and who is in them, read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from common.admin import OperatingAdmin, state_column, titled
from common.templatetags.ui import money
from common.texts import in_language
from groups.act_words import WORDS
from groups.models import Event, Group, Membership
from groups.queries.acts import acts_in
from groups.states import GroupRole, GroupState
from outbox.audit import Act

# Its values are amounts of money.
_DEPOSIT = "ask-deposit"
_KINDS = {kind._meta.label_lower: kind for kind in (Event, Group, Membership)}


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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "acts"]

    @display(description=_("What was done by whom"))
    def acts(self, group: Group) -> str:
        """Of stewards, co-stewards, hosts and the community's stewards; the audit trail has the rest."""
        rows = [
            (date_format(localtime(act.at), "DATETIME_FORMAT"), act.who, _in_words(act), act.key)
            for act in acts_in(group_id=group.pk)
        ]
        return format_html_join("\n", "<p>{} · {} · {} ({})</p>", rows) or "–"


def _in_words(act: Act) -> str:
    known = WORDS.get((act.kind, act.verb))
    if known is None:
        kind = _KINDS[act.kind]
        states: dict[Any, Any] = dict(kind._meta.get_field("state").flatchoices)
        return _joined(capfirst(str(kind._meta.verbose_name)), str(states.get(act.new, act.new)))
    if act.verb == "give-role":
        return _joined(str(known), str(GroupRole[act.new.upper()].label))
    if not act.new.isdigit():
        return str(known)
    old, new = (money(int(one)) for one in (act.old, act.new)) if act.verb == _DEPOSIT else (act.old, act.new)
    return _joined(str(known), f"{old} → {new}")


def _joined(what: str, which: str) -> str:
    return gettext("%(what)s: %(which)s") % {"what": what, "which": which}
