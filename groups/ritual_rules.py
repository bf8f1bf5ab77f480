"""Pure decisions about rituals: which local days are due, and until when a day may be answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.conf import settings

from groups import errors
from groups.ritual_states import (
    CATCH_UP,
    DEED_LIMIT,
    EVERY_DAY,
    QUESTION_LIMIT,
    TITLE_LIMIT,
    TOGETHER,
    RitualKind,
)

_DAY = timedelta(days=1)
_NOON = time(12, 0)


@dataclass(frozen=True, kw_only=True)
class RitualInput:
    """``weekdays``: a bit per day, Monday first. ``answer_first``: others' answers show after one's own."""

    title: Mapping[str, str]
    question: Mapping[str, str] = field(default_factory=dict)
    kind: str = RitualKind.QUESTION
    weekdays: int = EVERY_DAY
    local_time: time = time(8, 0)
    answer_first: bool = False
    is_on: bool = True


def check_ritual(given: RitualInput) -> None:
    """Raises: NameMissing, TextTooLong, UnknownChoice."""
    if given.kind not in RitualKind.values:
        raise errors.UnknownChoice(field="kind")
    if not 0 < given.weekdays <= EVERY_DAY:
        raise errors.UnknownChoice(field="weekdays")
    if not any(text.strip() for text in given.title.values()):
        raise errors.NameMissing(field="title")
    for name, texts, limit in (
        ("title", given.title, TITLE_LIMIT),
        ("question", given.question, QUESTION_LIMIT),
    ):
        if not set(texts) <= set(dict(settings.LANGUAGES)):
            raise errors.UnknownChoice(field=name)
        if any(len(text) > limit for text in texts.values()):
            raise errors.TextTooLong(field=name, limit=limit)


def instant(on: date, at: time, zone: tzinfo) -> datetime:
    """When the wall clock there shows that time, in UTC.

    A time that the clock jumps over comes right after the jump; one that comes twice is the first.
    """
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def is_on_day(weekdays: int, on: date) -> bool:
    return bool(weekdays >> on.weekday() & 1)


def due_days(
    *, weekdays: int, at: time, zone: tzinfo, after: date, now: datetime
) -> tuple[list[date], date, datetime]:
    """(local days that are due and come after ``after``, the last day looked at, when to look again).

    Older than ``CATCH_UP`` is over for good. A day is named by the group's calendar, so that neither a clock
    that jumps nor a job that comes hours late skips one or opens one twice.
    """
    today = now.astimezone(zone).date()
    day = max(after + _DAY, today - CATCH_UP)
    found = []
    while instant(day, at, zone) <= now:
        if is_on_day(weekdays, day):
            found.append(day)
        day += _DAY
    looked = max(after, day - _DAY)
    while not is_on_day(weekdays, day):
        day += _DAY
    return found, looked, instant(day, at, zone)


def started_through(*, at: time, zone: tzinfo, now: datetime) -> date:
    """The day that counts as past for a ritual that begins now: today, if its time has gone by already."""
    today = now.astimezone(zone).date()
    return today if instant(today, at, zone) <= now else today - _DAY


def open_until(on: date, *zones: tzinfo) -> datetime:
    """Noon of the day after, in whichever of the zones has it last: whoever travels loses no day."""
    return max(instant(on + _DAY, _NOON, zone) for zone in zones)


def is_made_up(on: date, *, zones: Iterable[tzinfo], now: datetime) -> bool:
    """Answered after the day was over everywhere that counts."""
    return all(now.astimezone(zone).date() > on for zone in zones)


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """What the composer of good deeds takes; one deed is enough to take part."""

    done: tuple[str, ...] = ()
    habit: str = ""


def composed(deeds: Deeds, *, habit_word: str) -> str:
    """The deeds as a numbered list, the habit below. Raises: WordsMissing, TextTooLong."""
    done = [text.strip() for text in deeds.done if text.strip()]
    habit = deeds.habit.strip()
    if not done and not habit:
        raise errors.WordsMissing(field="deed_1")
    if any(len(text) > DEED_LIMIT for text in (*done, habit)):
        raise errors.TextTooLong(field="deed_1", limit=DEED_LIMIT)
    lines = [f"{number}. {text}" for number, text in enumerate(done, start=1)]
    return "\n".join([*lines, f"{habit_word} {habit}"] if habit else lines)


def level_of(answers: int) -> int:
    """How strong a day's dot is: nobody, somebody, the group."""
    if answers >= TOGETHER:
        return 2
    return 1 if answers else 0
