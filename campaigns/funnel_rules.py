"""What a funnel says. Pure, whole numbers rounded down: shares in basis points, factors in hundredths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

WHOLE_BP = 10_000
# What strangers are told is rounded down to this, and nothing below it is told at all.
SMALL = 5


def share_bp(part: int, whole: int) -> int | None:
    """None where there is nothing to take a share of."""
    return None if whole <= 0 else max(part, 0) * WHOLE_BP // whole


def hundredths(number: int, each: int) -> int | None:
    return None if each <= 0 else max(number, 0) * 100 // each


def minor_each(cost_minor: int, number: int) -> int | None:
    """What one of them cost, rounded up: a cost is never made smaller than it is."""
    return None if number <= 0 else -(-cost_minor // number)


def percentile(hours: Mapping[int, int], percent: int) -> int | None:
    """The whole hours within which so many percent of the friends counted; nearest rank."""
    friends = sum(hours.values())
    if friends <= 0:
        return None
    rank = -(-friends * percent // 100)
    passed = 0
    for hour in sorted(hours):
        passed += hours[hour]
        if passed >= rank:
            return hour
    return None


@dataclass(frozen=True, kw_only=True)
class KFactor:
    """Friends for each member who invites, in hundredths; None while nobody does.

    ``gross``: who counted. ``net``: without those who were refused, at once or after all.
    """

    advocates: int
    gross: int | None
    net: int | None


def k_factor(*, advocates: int, qualified: int, refused: int) -> KFactor:
    return KFactor(
        advocates=advocates,
        gross=hundredths(qualified, advocates),
        net=hundredths(qualified - refused, advocates),
    )


class Quadrant(StrEnum):
    """Reach and engagement, each compared with the campaign's own middle."""

    BOTH = "both"
    ENGAGED = "engaged"
    ZOMBIE = "zombie"
    QUIET = "quiet"


@dataclass(frozen=True, kw_only=True)
class Point:
    """``engaged`` of ``reach``: visits, and friends who count and came back."""

    key: str
    reach: int
    engaged: int

    @property
    def engagement_bp(self) -> int:
        return share_bp(self.engaged, self.reach) or 0


def quadrants(points: Sequence[Point]) -> list[tuple[Point, Quadrant]]:
    """Wide: at least the mean of all. Engaged: at least the whole campaign's share, and not none."""
    reach, engaged = sum(point.reach for point in points), sum(point.engaged for point in points)
    found = []
    for point in points:
        is_wide = point.reach * len(points) >= reach
        is_engaged = point.engaged > 0 and point.engaged * reach >= engaged * point.reach
        if is_engaged:
            found.append((point, Quadrant.BOTH if is_wide else Quadrant.ENGAGED))
        else:
            found.append((point, Quadrant.ZOMBIE if is_wide else Quadrant.QUIET))
    return found


def told(number: int) -> int | None:
    """What strangers may read: rounded down, so that nobody sees one person come; None below ``SMALL``."""
    return None if number < SMALL else number // SMALL * SMALL
