"""Pure decisions about the daily star."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from groups import errors
from groups.board_states import POST_LIMIT
from groups.ritual_rules import instant
from groups.star_states import ANSWER_LIMIT, ANSWER_WITHIN, APPEARS_AT, ASK_AHEAD, DEFER_AHEAD, SETTLED_AT

_DAY = timedelta(days=1)


def settled_at(on: date, zone: tzinfo) -> datetime:
    """From the evening before, nobody new is asked for the day, and nobody steps back."""
    return instant(on - _DAY, SETTLED_AT, zone)


def appears_at(on: date, zone: tzinfo) -> datetime:
    return instant(on, APPEARS_AT, zone)


def over_at(on: date, zone: tzinfo) -> datetime:
    return instant(on + _DAY, APPEARS_AT, zone)


def days_to_ask(*, zone: tzinfo, now: datetime) -> list[date]:
    """The next days of the group's calendar that are not settled yet, the nearest first."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in range(1, ASK_AHEAD + 1)]
    return [day for day in days if now < settled_at(day, zone)]


def answer_by(on: date, *, zone: tzinfo, now: datetime) -> datetime:
    return min(now + ANSWER_WITHIN, settled_at(on, zone))


def check_day(on: date | None, *, zone: tzinfo, now: datetime) -> date:
    """Raises: BadDate for a day that is settled already, or too far away."""
    if on is None or now >= settled_at(on, zone) or on > now.astimezone(zone).date() + DEFER_AHEAD:
        raise errors.BadDate(field="on")
    return on


def check_answers(answers: Sequence[str]) -> list[str]:
    """Trimmed. Raises: WordsMissing unless one is answered, TextTooLong."""
    given = [text.strip() for text in answers]
    if not any(given):
        raise errors.WordsMissing(field="answer_1")
    if any(len(text) > ANSWER_LIMIT for text in given):
        raise errors.TextTooLong(field="answer_1", limit=ANSWER_LIMIT)
    return given


def interview(questions: Sequence[str], answers: Sequence[str]) -> str:
    """A post made of the answers; questions without one are left out."""
    told = zip(questions, answers, strict=False)
    return "\n\n".join(f"{question}\n{answer}" for question, answer in told if answer)[:POST_LIMIT]
