"""Questions about the desk: the working calendar, forecasts, policies, how it keeps its promise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from trust.models import CalendarDay, CalendarYear, Case, DeskPolicy
from trust.states import SLA_WORKING_DAYS, WAITING_CASE_STATES, CaseState
from trust.working_days import WorkingCalendar, working_days_between

_RECENT = 40
_DECIDED = (CaseState.APPROVED, CaseState.REJECTED, CaseState.RESUBMISSION_REQUESTED, CaseState.UPHELD)


def working_calendar(around: date) -> WorkingCalendar:
    """The days from two months before to a year after. Two statements."""
    span = (around - timedelta(days=62), around + timedelta(days=400))
    days = CalendarDay.objects.filter(on__range=span).values_list("on", "is_working")
    return WorkingCalendar(
        days=dict(days), years=frozenset(CalendarYear.objects.values_list("year", flat=True))
    )


def calendar_days_left(now: datetime) -> int:
    """How many days the working calendar still knows; negative when it knows none. Two statements."""
    today = timezone.localdate(now)
    return (working_calendar(today).horizon(today) - today).days


def usual_working_days(kind: str, calendar: WorkingCalendar) -> int:
    """In how many working days four of five recent cases were decided; 1 to the promise. One statement."""
    recent = Case.objects.filter(kind=kind, state__in=_DECIDED, decided_at__isnull=False)
    spans = recent.order_by("-decided_at").values_list("submitted_at", "decided_at")[:_RECENT]
    taken = sorted(working_days_between(sent, done, calendar) for sent, done in spans if sent and done)
    if len(taken) < 5:
        return max(1, SLA_WORKING_DAYS - 1)
    return min(SLA_WORKING_DAYS, max(1, taken[(len(taken) * 4 - 1) // 5]))


def policy_for(kind: str) -> DeskPolicy:
    """The row, or what holds without one. One statement."""
    return DeskPolicy.objects.filter(kind=kind).first() or DeskPolicy(kind=kind)


@dataclass(frozen=True, kw_only=True)
class DayOfDesk:
    """``in_time`` and ``late``: cases decided that day."""

    on: date
    in_time: int
    late: int


def promise_by_day(*, until: date, days: int = 30) -> list[DayOfDesk]:
    """How the promise was kept, oldest day first, days without decisions included. One statement."""
    first = until - timedelta(days=days - 1)
    decided = Case.objects.filter(decided_at__date__range=(first, until), due_at__isnull=False)
    rows = (
        decided.annotate(on=TruncDate("decided_at"))
        .values("on")
        .annotate(
            in_time=Count("pk", filter=Q(decided_at__lte=F("due_at"))),
            late=Count("pk", filter=Q(decided_at__gt=F("due_at"))),
        )
        .order_by()
    )
    found = {row["on"]: (row["in_time"], row["late"]) for row in rows}
    span = [first + timedelta(days=step) for step in range(days)]
    counts = [(on, *found.get(on, (0, 0))) for on in span]
    return [DayOfDesk(on=on, in_time=in_time, late=late) for on, in_time, late in counts]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Cases on the desk now; ``late``: of them past their promise."""

    cases: int
    late: int


def waiting_now(*, now: datetime) -> Waiting:
    """One statement."""
    counts = Case.objects.filter(state__in=WAITING_CASE_STATES).aggregate(
        cases=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))
    )
    return Waiting(**counts)


def cases_to_urge(level: int, *, before: datetime, limit: int = 200) -> list[Case]:
    """Waiting cases below ``level`` that are due before ``before``. One statement."""
    waiting = Case.objects.filter(state__in=WAITING_CASE_STATES, urgency__lt=level, due_at__lt=before)
    return list(waiting.order_by("due_at", "pk")[:limit])
