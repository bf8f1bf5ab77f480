"""Background work in the admin: look at jobs, facts and the audit trail; replay what died."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, ReasonActionForm, run_on_each
from outbox import operations
from outbox.models import AuditLine, AuditSeal, FactRow, Job

Act = Callable[..., None]


@admin.register(Job)
class JobAdmin(OperatingAdmin):
    view_verb = "outbox.see-jobs"
    list_display = ["kind", "state", "subject", "attempts", "errors", "crashes", "run_at", "last_error"]
    list_filter = ["state", "queue", "kind"]
    search_fields = ["id", "subject", "dedupe_key"]
    ordering = ["-created_at"]
    action_form = ReasonActionForm
    actions = ["replay", "give_up", "was_done", "send_again"]

    @admin.action(description=_("Replay dead jobs"))
    def replay(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._each(request, queryset, operations.replay_job, gettext("Back to work"))

    @admin.action(description=_("Give up dead jobs"))
    def give_up(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._each(request, queryset, operations.give_up, gettext("Given up"))

    @admin.action(description=_("Unknown outcome: it was done outside"))
    def was_done(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        act = partial(operations.decide_unknown, was_done=True)
        self._each(request, queryset, act, gettext("Closed"))

    @admin.action(description=_("Unknown outcome: it was not done, send again"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        act = partial(operations.decide_unknown, was_done=False)
        self._each(request, queryset, act, gettext("Sent again"))

    def _each(self, request: HttpRequest, jobs: QuerySet[Job], act: Act, done: str) -> None:
        def operation(row: Any) -> None:
            act(actor=request.user, job_id=row.pk, why=request.POST.get("reason", ""))

        run_on_each(request, jobs, operation, done=done)


@admin.register(FactRow)
class FactAdmin(OperatingAdmin):
    view_verb = "outbox.see-jobs"
    list_display = ["kind", "subject", "recorded_at"]
    list_filter = ["kind"]
    search_fields = ["subject"]
    ordering = ["-recorded_at"]


@admin.register(AuditLine)
class AuditLineAdmin(OperatingAdmin):
    view_verb = "outbox.see-jobs"
    list_display = ["at", "object_kind", "object_id", "verb", "old_state", "new_state", "actor", "why"]
    list_filter = ["object_kind", "verb"]
    list_select_related = ["actor"]
    search_fields = ["object_id"]
    ordering = ["-id"]


@admin.register(AuditSeal)
class AuditSealAdmin(OperatingAdmin):
    view_verb = "outbox.see-jobs"
    list_display = ["number", "root", "line_count", "at"]
    ordering = ["-number"]
