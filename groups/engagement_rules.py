"""Pure decisions about engagement: what counts how much, and who still counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
# The research's figures (community.md 3.9, 5.3): four weeks of rhythm, dormant after sixty days.
ACTIVE_FOR = timedelta(days=28)
DORMANT_AFTER = timedelta(days=60)
ANSWERED_WITHIN = timedelta(days=1)
# How long back a page shows, and how many weeks are counted anew: what comes late still counts.
WEEKS_SHOWN, WEEKS_COUNTED = 12, 2
POINTS: Mapping[str, int] = {
    "signs": 1,
    "posts": 2,
    "comments": 2,
    "answers": 3,  # to a ritual
    "answered": 4,  # a post that somebody else answered within a day
    "pairs": 5,  # two who answered each other
    "came": 8,  # seen at an event
}


class Standing(StrEnum):
    ACTIVE = "active"
    QUIET = "quiet"
    DORMANT = "dormant"
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """One week of one group. ``people``: how many different members did anything at all."""

    signs: int = 0
    posts: int = 0
    comments: int = 0
    answers: int = 0
    answered: int = 0
    pairs: int = 0
    came: int = 0
    people: int = 0

    @property
    def points(self) -> int:
        return sum(POINTS[name] * getattr(self, name) for name in POINTS)


def week_of(now: datetime) -> datetime:
    """Monday, midnight UTC."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=now.weekday())


def standing(*, last: datetime | None, at: datetime) -> Standing:
    """Of a member whose last act was then; whoever never did anything follows nobody."""
    if last is None:
        return Standing.NEVER
    if at - last < ACTIVE_FOR:
        return Standing.ACTIVE
    return Standing.QUIET if at - last < DORMANT_AFTER else Standing.DORMANT


def mutual(answers: Iterable[tuple[int, int]]) -> int:
    """How many pairs answered each other: (who, whom) both ways; oneself is nobody."""
    given = {(who, whom) for who, whom in answers if who != whom}
    return sum((whom, who) in given for who, whom in given) // 2
