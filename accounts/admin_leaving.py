"""Archives and erasures at the desk: deadlines and progress to look at, one act with a reason."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts import leaving_queries
from accounts.models import DataExport, Erasure
from accounts.operations import leaving
from accounts.states import OPEN_ERASURES, ErasureState, ExportState
from common.admin import Badges, OperatingAdmin, run_on_each

_ERASURE_TONES = Badges({"finished": "success", "waiting": "warning", "running": "info", "withdrawn": None})
_EXPORT_TONES = Badges({"ready": "success", "building": "info"})


@admin.register(DataExport)
class DataExportAdmin(OperatingAdmin):
    view_verb = "accounts.view-leaving"
    list_display: ClassVar[Any] = [
        "public_id",
        "member",
        "state_badge",
        "requested_at",
        "due_at",
        "expires_at",
        "downloads",
    ]
    list_filter: ClassVar[Any] = ["state"]
    list_select_related: ClassVar[Any] = ["member"]
    search_fields: ClassVar[Any] = ["public_id", "member__public_id"]
    ordering: ClassVar[Any] = ["-pk"]
    fields: ClassVar[Any] = [
        "public_id",
        "member",
        "state",
        "requested_at",
        "due_at",
        "steps_done",
        "steps",
        "ready_at",
        "expires_at",
        "ended_at",
        "size_bytes",
        "downloads",
    ]

    @display(description=_("state"), ordering="state", label=_EXPORT_TONES)  # type: ignore[untyped-decorator]
    def state_badge(self, row: DataExport) -> tuple[str, Any]:
        return row.state, ExportState(row.state).label

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)


@admin.register(Erasure)
class ErasureAdmin(OperatingAdmin):
    view_verb = "accounts.view-leaving"
    list_display: ClassVar[Any] = [
        "public_id",
        "member",
        "state_badge",
        "requested_at",
        "due_at",
        "days_left",
    ]
    list_filter: ClassVar[Any] = ["state"]
    list_select_related: ClassVar[Any] = ["member"]
    search_fields: ClassVar[Any] = ["public_id", "member__public_id"]
    ordering: ClassVar[Any] = ["due_at", "-pk"]
    fields: ClassVar[Any] = [
        "public_id",
        "member",
        "state",
        "requested_at",
        "cooling_off_until",
        "due_at",
        "started_at",
        "ended_at",
        "steps",
    ]
    actions: ClassVar[Any] = ["bring_forward"]

    @display(description=_("state"), ordering="state", label=_ERASURE_TONES)  # type: ignore[untyped-decorator]
    def state_badge(self, row: Erasure) -> tuple[str, Any]:
        return row.state, ErasureState(row.state).label

    @admin.display(description=_("time left"))
    def days_left(self, row: Erasure) -> str:
        """A number only while something can be late."""
        if row.state not in OPEN_ERASURES:
            return "–"
        days = (row.due_at - timezone.now()).days
        if days < 0:
            return gettext("late")
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}

    @admin.display(description=_("steps"))
    def steps(self, row: Erasure) -> SafeString:
        lines = (
            (step.title, _("done") if step.done_at else step.waits_for or _("not yet"))
            for step in leaving_queries.steps_of(row)
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    @admin.action(description=_("Erase now, without waiting (the member asked for it)"))
    def bring_forward(self, request: HttpRequest, queryset: QuerySet[Erasure]) -> None:
        reason = gettext("asked for at the desk")

        def operation(row: Any) -> None:
            leaving.bring_forward_erasure(
                actor=request.user, erasure_id=row.pk, reason=reason, now=timezone.now()
            )

        run_on_each(request, queryset, operation, done=gettext("Will be erased within a minute"))
