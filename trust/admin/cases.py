"""The certification desk in the admin: a queue by due time."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.admin import OperatingAdmin, state_column
from trust import queries
from trust.desk import desk_page
from trust.models import Case, CheckResult
from trust.states import CaseState, TaskState


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
        return queries.free_for(request.user, queryset)


class Capped(Paginator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Counts to a thousand: nobody turns more pages than that, and a long queue must cost what a short one
    does. Filters and the search reach the rest.
    """

    most = 1000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.most].count())


@admin.register(Case)
class CaseAdmin(OperatingAdmin):
    view_verb = "trust.view-desk"
    list_display = [
        "applicant",
        "kind",
        state_column(
            {
                CaseState.APPROVED: "success",
                CaseState.IN_REVIEW: "info",
                CaseState.RESUBMISSION_REQUESTED: "warning",
                CaseState.REJECTED: "danger",
            }
        ),
        "due_at",
        "is_in_time",
        "flags",
        "public_id",
    ]
    list_filter = [DeskFilter, "kind", "state"]
    list_select_related = ["member"]
    search_fields = ["public_id", "member__handle", "member__public_id"]
    ordering = ["due_at", "pk"]
    paginator = Capped
    # What one certifier gets through; a long queue draws no longer page than a short one.
    list_per_page = 20

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        flags = CheckResult.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), is_flag=True)
        counted = flags.order_by().values("case").annotate(number=Count("pk")).values("number")
        cases: QuerySet[Case] = super().get_queryset(request)
        return cases.annotate(flag_count=Coalesce(Subquery(counted), 0))

    @admin.display(description=_("applicant"))
    def applicant(self, case: Case) -> str:
        return f"{case.member.display_name} ({case.member.handle})"

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
