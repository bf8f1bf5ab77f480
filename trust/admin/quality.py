"""How well the desk keeps its word: days kept and late, certifiers measured, blind second looks to give."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.access import may
from common.admin import OperatingAdmin
from common.errors import Refused
from trust import agreement_queries, desk_queries, operations
from trust.admin.calendar import calendar_warning
from trust.models import BlindLook
from trust.states import MEASURED_DAYS, CaseKind, Outcome

_CHART_HEIGHT = 100
_BAR = 20


class BlindFilter(admin.SimpleListFilter):
    title = gettext_lazy("second looks")
    parameter_name = "looks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("given", gettext_lazy("given")), ("open", gettext_lazy("waiting"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[BlindLook]) -> QuerySet[BlindLook]:
        if self.value() == "given":
            return queryset.exclude(outcome="")
        return queryset.filter(outcome="") if self.value() == "open" else queryset


@admin.register(BlindLook)
class BlindLookAdmin(OperatingAdmin):
    """The list has the desk's measures above it. It never tells what the first certifier decided."""

    view_verb = "trust.view-quality"
    list_before_template = "admin/trust/blindlook/quality.html"
    list_display = ["subject", "kind", "created_at", "is_given", "looked_at"]
    list_filter = [BlindFilter, "case__kind"]
    list_select_related = ["case"]
    search_fields = ["case__public_id"]
    ordering = ["looked_at", "-created_at", "-pk"]

    @admin.display(description=gettext_lazy("case"))
    def subject(self, look: BlindLook) -> str:
        return str(look.case.public_id)

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, look: BlindLook) -> str:
        return str(look.case.get_kind_display())

    @admin.display(description=gettext_lazy("given"), boolean=True)
    def is_given(self, look: BlindLook) -> bool:
        return bool(look.outcome)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        measures = quality() if self.has_view_permission(request) else {}
        return super().changelist_view(request, {**(extra_context or {}), **measures})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request) or not may(request.user, "trust.look-blind"):
            raise PermissionDenied
        number = int(object_id) if object_id.isascii() and object_id.isdigit() and len(object_id) < 19 else 0
        look = BlindLook.objects.select_related("case").filter(pk=number).first()
        if look is None:
            raise Http404
        try:
            return blind_page(request, look)
        except Refused as refused:
            messages.error(request, refused.text)
            return HttpResponseRedirect(_list())


def _list() -> str:
    return reverse("admin:trust_blindlook_changelist")


def blind_page(request: HttpRequest, look: BlindLook) -> HttpResponse:
    """GET shows nothing personal; each button is a POST, and so is looking. Raises: Refused."""
    shown: operations.BlindView | None = None
    if request.POST.get("act") == "show":
        shown = operations.read_blind(actor=request.user, case_id=look.case_id, now=timezone.now())
    elif "outcome" in request.POST:
        operations.give_blind_opinion(
            actor=request.user,
            case_id=look.case_id,
            outcome=request.POST["outcome"],
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. Your word is counted and changes nothing for the member."))
        return HttpResponseRedirect(_list())
    context = {
        **admin.site.each_context(request),
        "title": _("Blind second look at case %(case)s") % {"case": look.case.public_id},
        "opts": BlindLook._meta,
        "look": look,
        "shown": shown,
        "outcomes": [(one.value, one.label) for one in (Outcome.APPROVE, Outcome.REJECT)],
    }
    return render(request, "admin/trust/blindlook/look.html", context)


def quality() -> dict[str, Any]:
    """The measures of the page. Nine statements however much there is."""
    now = timezone.now()
    policies = agreement_queries.policies()
    days = desk_queries.promise_by_day(until=timezone.localdate(now))
    decided = sum(day.in_time + day.late for day in days)
    return {
        "bars": _bars(days),
        "chart_width": len(days) * _BAR,
        "chart_height": _CHART_HEIGHT,
        "in_time_percent": round(100 * sum(day.in_time for day in days) / decided) if decided else None,
        "decided": decided,
        "waiting": desk_queries.waiting_now(now=now),
        "reviewers": [
            (
                one,
                [CaseKind(kind).label for kind, policy in policies.items() if one.agreement.is_below(policy)],
            )
            for one in agreement_queries.reviewer_measures(since=now - timedelta(days=MEASURED_DAYS))
        ],
        "kinds": [
            (CaseKind(kind).label, one, policies[kind], one.is_below(policies[kind]))
            for kind, one in agreement_queries.agreement_by_kind(now=now).items()
        ],
        "measured_days": MEASURED_DAYS,
        "calendar_warning": calendar_warning(),
    }


def _bars(days: list[desk_queries.DayOfDesk]) -> list[dict[str, Any]]:
    """Heights in the chart's own units: what was late stands on what was in time."""
    most = max([day.in_time + day.late for day in days] + [1])
    bars = []
    for number, day in enumerate(days):
        kept = round(_CHART_HEIGHT * day.in_time / most)
        late = round(_CHART_HEIGHT * day.late / most)
        bars.append(
            {
                "day": day,
                "x": number * _BAR + 2,
                "width": _BAR - 4,
                "kept": kept,
                "kept_y": _CHART_HEIGHT - kept,
                "late": late,
                "late_y": _CHART_HEIGHT - kept - late,
            }
        )
    return bars
