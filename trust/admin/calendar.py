"""The working calendar and the desk's policies: what a promise of days, and of eyes, is counted by."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.access import may
from common.admin import OperatingAdmin, run_on_each
from common.errors import Refused
from trust import desk_queries, operations
from trust.models import CalendarDay, CalendarYear, DeskPolicy
from trust.states import CALENDAR_WARNING_DAYS


def calendar_warning() -> str:
    """'' while the working calendar knows the next 60 days. Two statements."""
    left = desk_queries.calendar_days_left(timezone.now())
    if left >= CALENDAR_WARNING_DAYS:
        return ""
    if left < 0:
        return gettext(
            "The working calendar has run out: every Monday to Friday counts as a working day. "
            "Enter this year’s days."
        )
    return ngettext(
        "The working calendar ends in %(days)s day. "
        "Enter next year’s holidays and make-up workdays, then the year.",
        "The working calendar ends in %(days)s days. "
        "Enter next year’s holidays and make-up workdays, then the year.",
        left,
    ) % {"days": left}


class TypedAdmin(OperatingAdmin):
    """Rows that are typed here and written by an operation. ``edit_verb``: who types."""

    edit_verb = ""
    # What names a row is not typed over.
    key = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, self.edit_verb)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, self.edit_verb)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [self.key] if obj else []

    def write(self, request: HttpRequest, obj: Any, typed: dict[str, Any]) -> Any:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        try:
            obj.pk = self.write(request, obj, form.cleaned_data).pk
        except Refused as refused:
            messages.error(request, refused.text)


class DayForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = CalendarDay
        fields = ["on", "is_working", "name"]


@admin.register(CalendarDay)
class CalendarDayAdmin(TypedAdmin):
    view_verb = "trust.edit-calendar"
    edit_verb = "trust.edit-calendar"
    key = "on"
    form = DayForm
    list_display = ["on", "is_working", "name"]
    list_filter = ["is_working"]
    search_fields = ["name"]
    date_hierarchy = "on"
    ordering = ["-on"]
    actions = ["remove"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET" and self.has_view_permission(request) and (words := calendar_warning()):
            messages.warning(request, words)
        return super().changelist_view(request, extra_context)

    def write(self, request: HttpRequest, obj: CalendarDay, typed: dict[str, Any]) -> CalendarDay:
        return operations.set_calendar_day(
            actor=request.user, on=obj.on, is_working=typed["is_working"], name=typed["name"]
        )

    @admin.action(description=_("Remove: the day is what its weekday says"))
    def remove(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        def act(day: Any) -> None:
            operations.remove_calendar_day(actor=request.user, on=day.on)

        run_on_each(request, queryset, act, done=gettext("Removed"))


class YearForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = CalendarYear
        fields = ["year", "source"]


@admin.register(CalendarYear)
class CalendarYearAdmin(TypedAdmin):
    view_verb = "trust.edit-calendar"
    edit_verb = "trust.edit-calendar"
    key = "year"
    form = YearForm
    list_display = ["year", "source"]
    ordering = ["-year"]

    def write(self, request: HttpRequest, obj: CalendarYear, typed: dict[str, Any]) -> CalendarYear:
        return operations.confirm_calendar_year(actor=request.user, year=obj.year, source=typed["source"])


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = DeskPolicy
        fields = [
            "kind",
            "needs_two",
            "asks_pictures",
            "blind_percent",
            "agreement_percent",
            "agreement_looks",
        ]


@admin.register(DeskPolicy)
class DeskPolicyAdmin(TypedAdmin):
    view_verb = "trust.view-policy"
    edit_verb = "trust.edit-policy"
    key = "kind"
    form = PolicyForm
    list_display = [
        "kind",
        "needs_two",
        "asks_pictures",
        "blind_percent",
        "agreement_percent",
        "agreement_looks",
    ]
    ordering = ["kind"]

    def write(self, request: HttpRequest, obj: DeskPolicy, typed: dict[str, Any]) -> DeskPolicy:
        return operations.set_desk_policy(
            actor=request.user,
            kind=obj.kind,
            policy=operations.Policy(
                needs_two=typed["needs_two"],
                asks_pictures=typed["asks_pictures"],
                blind_percent=typed["blind_percent"],
                agreement_percent=typed["agreement_percent"],
                agreement_looks=typed["agreement_looks"],
            ),
        )
