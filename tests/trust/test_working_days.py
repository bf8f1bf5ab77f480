from datetime import UTC, date, datetime

import pytest

from trust.desk_queries import working_calendar
from trust.working_days import WorkingCalendar, add_working_days, working_days_between

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(f"{text}T10:00").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-09-30", "2026-10-10"),  # the national holiday; 10 October is a Saturday that is worked
        ("2026-02-13", "2026-02-25"),  # Spring Festival, with 14 February worked
        ("2026-05-08", "2026-05-12"),  # 9 May is worked
        ("2026-11-20", "2026-11-25"),
    ],
)
def test_counts_by_the_published_calendar(sent, due):
    assert add_working_days(at(sent), 3, working_calendar(date.fromisoformat(sent))) == at(due)


def test_a_far_year_falls_back_to_monday_to_friday_and_never_raises():
    calendar = working_calendar(date(2031, 5, 1))
    assert add_working_days(at("2031-05-01"), 3, calendar) == at("2031-05-06")
    assert not calendar.knows(date(2031, 5, 1))


@pytest.mark.parametrize(
    ("today", "last"),
    [("2025-06-01", "2026-12-31"), ("2026-11-25", "2026-12-31"), ("2027-01-01", "2026-12-31")],
)
def test_knows_how_far_it_reaches(today, last):
    assert working_calendar(date.fromisoformat(today)).horizon(date.fromisoformat(today)).isoformat() == last


def test_a_calendar_without_any_working_day_still_ends():
    nothing = WorkingCalendar(
        days={date(2026, month, day): False for month in range(1, 13) for day in range(1, 29)}
    )
    assert add_working_days(at("2026-01-02"), 3, nothing) > at("2026-01-02")


def test_counts_back_what_it_added():
    calendar = working_calendar(date(2026, 9, 20))
    due = add_working_days(at("2026-09-29"), 4, calendar)
    assert working_days_between(at("2026-09-29"), due, calendar) == 4
    assert working_days_between(due, at("2026-09-29"), calendar) == 0
