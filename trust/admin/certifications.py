"""Certifications in the admin: suspended, put back, revoked, each with a reason that is kept."""

from datetime import datetime
from typing import Any, Protocol

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.access import Actor, may
from common.admin import OperatingAdmin, ReasonActionForm, run_on_each, state_column
from trust import operations
from trust.models import Certification
from trust.states import CertificationState


class Ending(Protocol):
    def __call__(self, *, actor: Actor, certification_id: int, why: str, now: datetime) -> Certification: ...


@admin.register(Certification)
class CertificationAdmin(OperatingAdmin):
    view_verb = "trust.view-certifications"
    list_display = [
        "member",
        "kind",
        state_column(
            {
                CertificationState.ACTIVE: "success",
                CertificationState.SUSPENDED: "warning",
                CertificationState.REVOKED: "danger",
            }
        ),
        "method",
        "granted_at",
        "expires_at",
        "public_id",
    ]
    list_filter = ["kind", "state", "method"]
    list_select_related = ["member"]
    search_fields = ["public_id", "member__handle", "member__public_id"]
    fields = ["public_id", "member", "kind", "state", "method", "granted_at", "expires_at"]
    ordering = ["-granted_at", "-pk"]
    action_form = ReasonActionForm
    actions = ["suspend", "reinstate", "revoke"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """An auditor looks only."""
        return super().get_actions(request) if may(request.user, "trust.manage-certifications") else {}

    @admin.action(description=_("Suspend for now"))
    def suspend(self, request: HttpRequest, queryset: QuerySet[Certification]) -> None:
        self._each(request, queryset, operations.suspend_certification, done=gettext("Suspended"))

    @admin.action(description=_("Put back into use"))
    def reinstate(self, request: HttpRequest, queryset: QuerySet[Certification]) -> None:
        self._each(request, queryset, operations.reinstate_certification, done=gettext("In use again"))

    @admin.action(description=_("Revoke for good"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Certification]) -> None:
        self._each(request, queryset, operations.revoke_certification, done=gettext("Revoked"))

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Certification], operation: Ending, *, done: str
    ) -> None:
        why, now = request.POST.get("reason", ""), timezone.now()

        def act(row: Any) -> None:
            operation(actor=request.user, certification_id=row.pk, why=why, now=now)

        run_on_each(request, queryset, act, done=done)
