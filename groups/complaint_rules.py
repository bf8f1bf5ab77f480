"""Pure decisions about complaints and their clock."""

from datetime import UTC, datetime, timedelta, tzinfo

from common.limits import Limit
from groups.complaint_states import (
    ACKNOWLEDGE_WITHIN,
    ANSWER_WITHIN,
    SLEEPS_AT,
    WAKES_AT,
    ComplaintState,
)
from groups.ritual_rules import instant

COMPLAINTS = Limit(name="groups.complaints-a-day", allowed=5, per_seconds=86_400)
_DAY = timedelta(days=1)
# How often stewards are reminded: not seen after four waking hours, not answered after 24.
NOT_SEEN, NOT_ANSWERED = 1, 2


def waking_deadline(start: datetime, within: timedelta, zone: tzinfo) -> datetime:
    """When so much waking time of the group has passed since ``start``. UTC.

    Hours are real ones: a night when clocks change is a night, and moves nothing.
    """
    left, moment = within, start.astimezone(UTC)
    day = start.astimezone(zone).date()
    while True:
        wakes, sleeps = instant(day, WAKES_AT, zone), instant(day, SLEEPS_AT, zone)
        begins = max(moment, wakes)
        if begins < sleeps:
            if begins + left <= sleeps:
                return begins + left
            left -= sleeps - begins
        day += _DAY


def deadlines(start: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """(seen by, answered by)."""
    return waking_deadline(start, ACKNOWLEDGE_WITHIN, zone), waking_deadline(start, ANSWER_WITHIN, zone)


def level_due(*, state: str, seen_by: datetime, answer_by: datetime, now: datetime) -> int:
    """How far a waiting complaint has run late: 0 not at all, 1 not seen in time, 2 not answered in time."""
    if state not in (ComplaintState.OPEN, ComplaintState.ACKNOWLEDGED):
        return 0
    if now >= answer_by:
        return NOT_ANSWERED
    return NOT_SEEN if state == ComplaintState.OPEN and now >= seen_by else 0


def next_due(*, state: str, level: int, seen_by: datetime, answer_by: datetime) -> datetime | None:
    """When to look again; None: nothing runs late any more."""
    if state == ComplaintState.OPEN and level < NOT_SEEN:
        return seen_by
    return answer_by if level < NOT_ANSWERED else None
