"""When a message may leave, and through which channels. Pure: no database, clock or network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from accounts.notification_states import (
    ALWAYS_ON,
    DIGEST_HOUR,
    OFFERED,
    ON_BY_DEFAULT,
    DigestRhythm,
    MessageChannel,
    MessageClass,
)

_FALLBACK = ZoneInfo("UTC")
_MONDAY = 0
# What rings in the night waits; a letter about something that can't wait rings nobody.
SILENT = frozenset({MessageChannel.IN_APP, MessageChannel.EMAIL})


def zone_of(name: str) -> ZoneInfo:
    """UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return _FALLBACK


def is_zone(name: str) -> bool:
    return name in available_timezones()


def local_day(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """Hours by the wall clock, start included, end excluded. The same start and end is never quiet."""

    start: time
    end: time

    def covers(self, wall: time) -> bool:
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


def is_quiet(moment: datetime, quiet: Quiet | None, zone: ZoneInfo) -> bool:
    return quiet is not None and quiet.covers(moment.astimezone(zone).time())


def next_allowed(now: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """The first moment, ``now`` or later, at which the wall clock is outside the quiet hours.

    An end that the spring change skips is the moment of the change; one that autumn shows twice ends the
    quiet both times, and between them the wall clock may be quiet again.
    """
    if quiet is None or not is_quiet(now, quiet, zone):
        return now
    today = local_day(now, zone)
    ends = (
        moment for day in range(-1, 3) for moment in instants(today + timedelta(days=day), quiet.end, zone)
    )
    later = sorted(moment for moment in ends if moment > now and not is_quiet(moment, quiet, zone))
    return later[0] if later else now


def instants(day: date, wall: time, zone: ZoneInfo) -> list[datetime]:
    """The moments (UTC) at which the clock shows ``wall`` that day: one; two when it is shown twice.

    When it is skipped: the moment of the change.
    """
    early, late = (
        datetime.combine(day, wall, tzinfo=zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if early == late:
        return [early]
    if early < late:
        return [early, late]
    return [_change_between(late, early, zone)]


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the offset changes, to the second."""
    was = before.astimezone(zone).utcoffset()
    low, high = before, after
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == was else (low, middle)
    return high


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One turn of a summary."""

    on: date
    at: datetime


def next_slot(now: datetime, rhythm: str, zone: ZoneInfo) -> Slot:
    """The next turn after ``now``: tomorrow morning, or the morning of the next Monday."""
    day = local_day(now, zone)
    for ahead in range(9):
        on = day + timedelta(days=ahead)
        if rhythm == DigestRhythm.WEEKLY and on.weekday() != _MONDAY:
            continue
        at = instants(on, time(DIGEST_HOUR), zone)[0]
        if at > now:
            return Slot(on=on, at=at)
    raise AssertionError("a week has a Monday")


def slot_on(on: date, zone: ZoneInfo) -> Slot:
    return Slot(on=on, at=instants(on, time(DIGEST_HOUR), zone)[0])


def is_turn(on: date, rhythm: str) -> bool:
    """Whether that day is a day for a summary."""
    return rhythm == DigestRhythm.DAILY or on.weekday() == _MONDAY


Choices = Mapping[tuple[str, str], bool]


def is_locked(message_class: str, channel: str) -> bool:
    return channel in ALWAYS_ON.get(message_class, frozenset())


def wants(choices: Choices, message_class: str, channel: str) -> bool:
    """The member's choice, else the default; what can't be turned off is on."""
    if channel not in OFFERED.get(message_class, ()):
        return False
    if is_locked(message_class, channel):
        return True
    return choices.get((message_class, channel), channel in ON_BY_DEFAULT[message_class])


def wanted_channels(choices: Choices, message_class: str, possible: Iterable[str]) -> list[str]:
    return [channel for channel in possible if wants(choices, message_class, channel)]


def waits_for_morning(message_class: str, channel: str) -> bool:
    """Whether the quiet hours hold this message back."""
    return not (message_class == MessageClass.TRANSACTIONAL and channel in SILENT)
