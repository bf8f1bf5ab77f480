"""When a series meets: from the clock on the wall, never from a fixed number of hours."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from groups.series_states import Rhythm

# Occurrences are made so far ahead and no further.
AHEAD = timedelta(days=60)
_DAYS = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14}
# The fifth is not in every month.
_LAST_WEEK = 5


def wall_of(anchor: datetime, rhythm: str, steps: int) -> datetime:
    """What the clock shows ``steps`` occurrences after ``anchor``, or before it where negative."""
    if rhythm in _DAYS:
        return anchor + timedelta(days=_DAYS[Rhythm(rhythm)] * steps)
    months = anchor.year * 12 + anchor.month - 1 + steps
    day = _same_weekday(anchor.date(), year=months // 12, month=months % 12 + 1)
    return datetime.combine(day, anchor.time())


def _same_weekday(day: date, *, year: int, month: int) -> date:
    """The n-th such weekday of another month; the last where ``day`` is a fifth."""
    week = (day.day - 1) // 7 + 1
    first_weekday, length = monthrange(year, month)
    number = 1 + (day.weekday() - first_weekday) % 7 + (week - 1) * 7
    if week == _LAST_WEEK and number > length:
        number -= 7
    return date(year, month, number)


def moment_on(wall: datetime, zone: str) -> datetime:
    """When that clock shows that time: of two such hours the first.

    In the hour that a clock leaves out it is as long after the change as was meant (RFC 5545, 3.3.5), so
    that no occurrence is lost.
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def shown_wall(wall: datetime, zone: str) -> datetime:
    """What the clock shows then: ``wall`` itself, but for the hour that it leaves out."""
    return moment_on(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def due(
    *, anchor: datetime, rhythm: str, zone: str, steps: int, until: date | None, now: datetime
) -> Iterator[tuple[int, datetime]]:
    """(steps, wall) of what is to be made, from ``steps`` on; what would be over by now is passed over."""
    while True:
        wall = wall_of(anchor, rhythm, steps)
        moment = moment_on(wall, zone)
        if moment > now + AHEAD or (until is not None and wall.date() > until):
            return
        if moment > now:
            yield steps, wall
        steps += 1
