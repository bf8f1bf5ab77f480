"""Events: looking, and calling off what must not take place."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display

from common.admin import OperatingAdmin, ReasonActionForm, run_on_each, state_column, titled
from common.clock import db_now
from common.texts import in_language
from groups import operations
from groups.event_states import EventState
from groups.models import DepositEntry, Event, QueueMove
from groups.series_states import Ending


class _LinesInline(TabularInline):
    """Lines that are written once, the latest first."""

    ordering = ["-id"]
    extra = 0
    max_num = 0
    can_delete = False
    per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class MoveInline(_LinesInline):
    """The last receipts of the line, by number."""

    model = QueueMove
    verbose_name_plural = _("Receipts of the line")
    fields = ["seq", "old", "new", "rule", "seats", "held_before", "held_after", "at"]
    readonly_fields = fields


class DepositInline(_LinesInline):
    """The book of deposits."""

    model = DepositEntry
    verbose_name_plural = _("The book of deposits")
    fields = ["kind", "fen", "reason", "at"]
    readonly_fields = fields


@admin.register(Event)
class EventAdmin(OperatingAdmin):
    view_verb = "groups.look-after"
    action_form = ReasonActionForm
    actions = ["call_off", "call_off_series"]
    list_display = [
        "title_text",
        state_column(
            {
                EventState.PUBLISHED: "success",
                EventState.RUNNING: "success",
                EventState.POSTPONED: "warning",
                EventState.CANCELLED: "danger",
            }
        ),
        titled("starts_at", _("Starts")),
        titled("seats_held", _("Places taken")),
        titled("capacity", _("Places")),
        titled("series_number", _("Number in its series")),
    ]
    list_filter = ["state", "series__rhythm"]
    search_fields = ["public_id", "title"]
    ordering = ["-id"]
    inlines = [MoveInline, DepositInline]

    @display(description=_("Title"))
    def title_text(self, event: Event) -> str:
        return in_language(event.title)

    @action(description=_("Call off"))
    def call_off(self, request: HttpRequest, events: Any) -> None:
        reason = request.POST.get("reason", "")
        run_on_each(
            request,
            events,
            lambda event: operations.call_off_event(
                actor=request.user, event_id=event.pk, word=reason, now=db_now()
            ),
            done=str(_("Called off")),
        )

    @action(description=_("Call off with those that follow in its series"))
    def call_off_series(self, request: HttpRequest, events: Any) -> None:
        reason = request.POST.get("reason", "")
        run_on_each(
            request,
            events,
            lambda event: operations.end_series(
                actor=request.user, event_id=event.pk, how=Ending.FOLLOWING, word=reason, now=db_now()
            ),
            done=str(_("Called off")),
        )
