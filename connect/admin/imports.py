"""Files of events, and how far each is."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldBooleanWidget

from common.admin import Badges, OperatingAdmin
from connect import queries
from connect.models import EventImport
from connect.states import EventFileFormat, EventImportState


class EventFileForm(forms.Form):
    file = forms.FileField(
        label=_("File of events"),
        help_text=_("CSV or NDJSON in UTF-8, at most 10 MB. An event that is known already is taken once."),
        widget=UnfoldAdminFileFieldWidget,
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=EventFileFormat.choices, widget=UnfoldAdminSelectWidget
    )
    dry_run = forms.BooleanField(
        label=_("Only look: count and name what would be refused"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
    )


@admin.register(EventImport)
class EventImportAdmin(OperatingAdmin):
    view_verb = "connect.view-sites"
    list_display = [
        *("created_at", "site", "state_label", "progress", "events", "accepted", "refused", "dry_run"),
    ]
    list_filter = ["state", "dry_run"]
    list_select_related = ["site"]
    ordering = ["-id"]
    fields = [
        *("site", "state", "progress", "dry_run", "format", "actor", "created_at", "finished_at"),
        *("events", "accepted", "duplicates", "refused", "problems"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventImport]:
        return queries.imports_kept_by(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj.site if obj else None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @display(
        description=_("State"),
        label=Badges({EventImportState.DONE: "success", EventImportState.FAILED: "danger"}),
    )
    def state_label(self, source: EventImport) -> tuple[str, str]:
        return source.state, str(EventImportState(source.state).label)

    @display(description=_("Progress"))
    def progress(self, source: EventImport) -> str:
        return f"{100 * source.parts_done // max(1, source.parts_total)} %"

    @display(description=_("What was refused, by line"))
    def problems(self, source: EventImport) -> Any:
        return format_html_join("\n", "<p>{}: {} {}</p>", source.told) or "–"
