"""Counting working days. Pure: the calendar is an argument, and it never raises for a far year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

# Nobody waits longer than this for a working day; a calendar that says otherwise is a mistake.
_LONGEST_PAUSE_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Monday to Friday, except ``days``: {day: whether it is a working day}. ``years``: known completely."""

    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, on: date) -> bool:
        return self.days.get(on, on.weekday() < 5)

    def knows(self, on: date) -> bool:
        return on.year in self.years

    def horizon(self, today: date) -> date:
        """The last day of the unbroken run of known years from this one; yesterday if it is unknown."""
        year = today.year
        if year not in self.years:
            return today - timedelta(days=1)
        while year + 1 in self.years:
            year += 1
        return date(year, 12, 31)


MONDAY_TO_FRIDAY = WorkingCalendar()


def add_working_days(start: datetime, days: int, calendar: WorkingCalendar = MONDAY_TO_FRIDAY) -> datetime:
    """``days`` working days after ``start``, at the same time of day, in ``start``'s zone."""
    due, pause = start, 0
    while days > 0:
        due += timedelta(days=1)
        if calendar.is_working(due.date()) or pause >= _LONGEST_PAUSE_DAYS:
            days, pause = days - 1, 0
        else:
            pause += 1
    return due


def working_days_between(start: datetime, end: datetime, calendar: WorkingCalendar = MONDAY_TO_FRIDAY) -> int:
    """How many working days after ``start``'s day until ``end``'s day; 0 when ``end`` is not later."""
    count, on = 0, start.date()
    while on < end.date() and count < 1000:
        on += timedelta(days=1)
        count += calendar.is_working(on)
    return count
