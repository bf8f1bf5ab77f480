"""Pure decisions about stewards who are silent: when they are, who may take over, and what a vote decides.

The order is the research's (community.md, section 3): silent for 30 days, vote, claim, 7 days to object.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from groups.engagement_rules import ACTIVE_FOR
from groups.states import GroupRole

SILENT_AFTER = timedelta(days=30)
# So long a claim looks for support, and so long it is open for objections afterwards.
GATHERS_FOR, OBJECT_FOR = timedelta(days=14), timedelta(days=7)
# In the group at least so long; and acting there as lately as an active member does (community.md 5.3).
TENURE, SEEN_WITHIN = timedelta(days=30), ACTIVE_FOR
# Whose claim the group or the community's stewards ended waits so long before the next one.
AGAIN_AFTER = timedelta(days=30)
# One in five of those who may vote, and never more than five.
ONE_IN, MOST_NEEDED = 5, 5


class Why(StrEnum):
    """Why somebody may not claim the stewardship."""

    STEWARD = "steward"
    NEW = "new"
    QUIET = "quiet"
    MUTED = "muted"
    AGAIN = "again"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """``ended_at``: when the group or the community last ended a claim of theirs."""

    role: int
    joined_at: datetime
    is_seen: bool
    is_muted: bool
    ended_at: datetime | None = None


def why_not(one: Candidate, *, now: datetime) -> Why | None:
    """The one rule of who may claim; None when nothing stands against it."""
    if one.role >= GroupRole.STEWARD:
        return Why.STEWARD
    if now - one.joined_at < TENURE:
        return Why.NEW
    if one.is_muted:
        return Why.MUTED
    if not one.is_seen:
        return Why.QUIET
    if one.ended_at is not None and now - one.ended_at < AGAIN_AFTER:
        return Why.AGAIN
    return None


def supporters_needed(voters: int) -> int:
    """Of so many who may vote; where nobody may, the objections' days alone decide."""
    return min(MOST_NEEDED, -(-voters // ONE_IN))


def is_supported(*, support: int, objections: int, needed: int) -> bool:
    """Enough of them, and more than object: the objections' days begin."""
    return support >= needed and (support > objections or not needed)


def is_opposed(*, support: int, objections: int) -> bool:
    """At the end of the days: at least as many object as support."""
    return objections > 0 and objections >= support


def is_refused(*, objections: int, voters: int) -> bool:
    """More than half of all who may vote object: nothing can change that any more."""
    return objections * 2 > voters
