"""Pure decisions about events: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from groups import errors
from groups.event_states import QueueRule

TITLE_LIMIT, ABOUT_LIMIT, VENUE_LIMIT = 80, 2000, 200
MOST_PLACES, MOST_PARTY = 5000, 10
MOST_HOURS = 72
LONGEST_OFFER = 7 * 24 * 60
# How long a place is held for whoever has to say again whether they come.
RECONFIRM_HOURS = 48
# Hours before the start at which whoever comes is reminded; the number of reminders out by then.
REMINDERS = ((3, 2), (24, 1))


@dataclass(frozen=True, kw_only=True)
class EventInput:
    """``starts``: the clock on the wall where the group is at home, without a zone.

    ``offer_minutes`` None: whoever is next in line simply has the free place.
    """

    title: Mapping[str, str]
    starts: datetime
    hours: int
    venue: str
    capacity: int
    about: Mapping[str, str] = field(default_factory=dict)
    map_url: str = ""
    max_party: int = 1
    queue_rule: str = QueueRule.STRICT
    offer_minutes: int | None = None


class Waiting(Protocol):
    @property
    def seats(self) -> int: ...


W = TypeVar("W", bound=Waiting)


def moment_of(wall: datetime, zone: str) -> datetime:
    """When that clock shows that time; where it shows it twice, the first. Raises: NoSuchHour."""
    home = ZoneInfo(zone)
    moment = wall.replace(tzinfo=home, fold=0).astimezone(UTC)
    if moment.astimezone(home).replace(tzinfo=None) != wall:
        raise errors.NoSuchHour(field="starts")
    return moment


def check_event(given: EventInput) -> None:
    """Raises: TitleMissing, TextTooLong, UnknownChoice, PlaceMissing, BadMapLink, OutOfRange."""
    if not any(text.strip() for text in given.title.values()):
        raise errors.TitleMissing(field="title")
    for name, texts, limit in (("title", given.title, TITLE_LIMIT), ("about", given.about, ABOUT_LIMIT)):
        if not set(texts) <= set(dict(settings.LANGUAGES)):
            raise errors.UnknownChoice(field=name)
        if any(len(text) > limit for text in texts.values()):
            raise errors.TextTooLong(field=name, limit=limit)
    if not given.venue.strip():
        raise errors.PlaceMissing(field="venue")
    if len(given.venue) > VENUE_LIMIT:
        raise errors.TextTooLong(field="venue", limit=VENUE_LIMIT)
    if given.map_url and not given.map_url.startswith("https://"):
        raise errors.BadMapLink(field="map_url")
    if given.queue_rule not in QueueRule.values:
        raise errors.UnknownChoice(field="queue_rule")
    _check_numbers(given)


def _check_numbers(given: EventInput) -> None:
    ranges = {"capacity": MOST_PLACES, "max_party": MOST_PARTY, "hours": MOST_HOURS}
    for name, most in ranges.items():
        if not 1 <= getattr(given, name) <= most:
            raise errors.OutOfRange(field=name, least=1, most=most)
    if given.max_party > given.capacity:
        raise errors.OutOfRange(field="max_party", least=1, most=given.capacity)
    if given.offer_minutes is not None and not 5 <= given.offer_minutes <= LONGEST_OFFER:
        raise errors.OutOfRange(field="offer_minutes", least=5, most=LONGEST_OFFER)


def next_in(line: Iterable[W], *, free: int, rule: str) -> list[W]:
    """Who of the ``line`` (lowest number first) gets a place now, in this order."""
    chosen = []
    for one in line:
        if one.seats <= free:
            free -= one.seats
            chosen.append(one)
        elif rule == QueueRule.STRICT:
            break
    return chosen


def offer_end(*, minutes: int, starts_at: datetime, now: datetime) -> datetime:
    """Never later than the event's start."""
    return min(now + timedelta(minutes=minutes), starts_at)
