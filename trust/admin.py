"""The certification desk in the admin: a queue by due time; certifications to look at."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from common.admin import Badges, OperatingAdmin
from trust import queries
from trust.desk import desk_page
from trust.models import Case, Certification
from trust.states import CaseState, CertificationState, TaskState


class DeskFilter(admin.SimpleListFilter):
    """The queue is what one may decide now; the rest is a click away."""

    title = _("desk")
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("taken by me")), ("all", _("all cases"))]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("waiting"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if self.value() == "all":
            return queryset
        if self.value() == "mine":
            return queryset.filter(tasks__state=TaskState.LEASED, tasks__holder_id=request.user.pk)
        return queryset.filter(pk__in=queries.waiting_cases(request.user).order_by().values("pk"))


@admin.register(Case)
class CaseAdmin(OperatingAdmin):
    view_verb = "trust.view-desk"
    list_display = ["applicant", "kind", "state_label", "due_at", "is_in_time", "flags", "public_id"]
    list_filter = [DeskFilter, "kind", "state"]
    list_select_related = ["member"]
    search_fields = ["public_id", "member__handle", "member__public_id"]
    ordering = ["due_at", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        flags = Count("checks", filter=Q(checks__is_flag=True, checks__round=F("round")))
        cases: QuerySet[Case] = super().get_queryset(request)
        return cases.annotate(flag_count=flags)

    @admin.display(description=_("applicant"))
    def applicant(self, case: Case) -> str:
        return f"{case.member.display_name} ({case.member.handle})"

    @display(
        description=_("state"),
        label=Badges(
            {
                CaseState.APPROVED: "success",
                CaseState.IN_REVIEW: "info",
                CaseState.RESUBMISSION_REQUESTED: "warning",
                CaseState.REJECTED: "danger",
            }
        ),
    )
    def state_label(self, case: Case) -> tuple[str, str]:
        return case.state, str(CaseState(case.state).label)

    @admin.display(description=_("in time"), boolean=True)
    def is_in_time(self, case: Case) -> bool:
        return case.due_at is None or (case.decided_at or timezone.now()) <= case.due_at

    @admin.display(description=_("flags"))
    def flags(self, case: Any) -> int:
        return int(case.flag_count)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        case = Case.objects.select_related("member").filter(pk=_as_id(object_id)).first()
        if case is None:
            raise Http404
        return desk_page(request, case)


def _as_id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@admin.register(Certification)
class CertificationAdmin(OperatingAdmin):
    view_verb = "trust.view-certifications"
    list_display = ["member", "kind", "state_label", "method", "granted_at", "expires_at", "public_id"]
    list_filter = ["kind", "state", "method"]
    list_select_related = ["member"]
    search_fields = ["public_id", "member__handle", "member__public_id"]
    fields = ["public_id", "member", "kind", "state", "method", "granted_at", "expires_at"]
    ordering = ["-granted_at", "-pk"]

    @display(
        description=_("state"),
        label=Badges(
            {
                CertificationState.ACTIVE: "success",
                CertificationState.SUSPENDED: "warning",
                CertificationState.REVOKED: "danger",
            }
        ),
    )
    def state_label(self, certification: Certification) -> tuple[str, str]:
        return certification.state, str(CertificationState(certification.state).label)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields)
