"""Which events sites may send, and what they sent."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.access import may
from common.admin import AddingAdmin, OperatingAdmin, run_on_each
from connect import operations, queries
from connect.models import Event, EventType
from connect.rules import why_no_schema


class EventTypeForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = EventType
        fields = ["name", "title", "schema"]
        help_texts = {
            "name": _("Sites send it; campaigns wait for it. It can’t be changed later."),
            "schema": _("JSON Schema 2020-12, without references. Its type is object."),
        }

    def clean_schema(self) -> Any:
        schema = self.cleaned_data["schema"]
        if why := why_no_schema(schema):
            raise forms.ValidationError(why)
        return schema


@admin.register(EventType)
class EventTypeAdmin(AddingAdmin):
    view_verb = "connect.view-sites"
    form = EventTypeForm
    list_display = ["name", "title", "created_at", "retired_at"]
    search_fields = ["name", "title"]
    ordering = ["name"]
    actions = ["retire"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps a site may read what it may send."""
        return super().has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "connect.keep-event-types")

    def create(self, request: HttpRequest, data: dict[str, Any]) -> EventType:
        return operations.create_event_type(actor=request.user, now=timezone.now(), **data)

    @admin.action(description=_("Retire: sites are refused it from now on"))
    def retire(self, request: HttpRequest, queryset: QuerySet[EventType]) -> None:
        def operation(found: Any) -> None:
            operations.retire_event_type(actor=request.user, type_id=found.pk, now=timezone.now())

        run_on_each(request, queryset, operation, done=gettext("Retired"))


@admin.register(Event)
class EventAdmin(OperatingAdmin):
    """Whose event it is stands there by public id, as everywhere in the admin."""

    view_verb = "connect.view-sites"
    list_display = ["event_id", "name", "site", "member", "occurred_at", "received_at", "published_at"]
    list_filter = ["name", ("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["site", "member"]
    search_fields = ["event_id"]
    fields = [
        *("event_id", "name", "site", "member", "value_minor", "currency", "properties"),
        *("occurred_at", "received_at", "published_at"),
    ]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.filter(site__in=queries.kept_by(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj.site if obj else None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)
