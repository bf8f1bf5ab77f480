"""Pure decisions about the recap of an event and the feedback to it: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from groups import errors
from groups.event_states import EventState
from groups.recap_states import FEEDBACK_UNTIL, LEAST_ANSWERS, Mark

OVER = (EventState.ENDED, EventState.RECAPPED)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Whether one met somebody new, had a good time, would come again. Each a ``Mark``."""

    met: int
    enjoyed: int
    again: int


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How many said yes to each of three questions; only of enough answers."""

    answers: int
    met: int
    enjoyed: int
    again: int


def check_marks(marks: Marks) -> None:
    """Raises: UnknownChoice."""
    for name in ("met", "enjoyed", "again"):
        if getattr(marks, name) not in Mark.values:
            raise errors.UnknownChoice(field=name)


def check_still_asked(*, state: str, ends_at: datetime, now: datetime) -> None:
    """Raises: NotOverYet, TooLateForFeedback."""
    if state not in OVER:
        raise errors.NotOverYet
    if now >= ends_at + FEEDBACK_UNTIL:
        raise errors.TooLateForFeedback


def summary(rows: Sequence[Marks]) -> Summary | None:
    """None while so few have answered that one could tell them apart."""
    if len(rows) < LEAST_ANSWERS:
        return None
    return Summary(
        answers=len(rows),
        met=sum(row.met == Mark.YES for row in rows),
        enjoyed=sum(row.enjoyed == Mark.YES for row in rows),
        again=sum(row.again == Mark.YES for row in rows),
    )
