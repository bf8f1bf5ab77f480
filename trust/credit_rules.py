"""Which level, of which month, good until when. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from trust.credit_states import LEVELS, Level

CHINA = ZoneInfo("Asia/Shanghai")
# New levels come out on the 6th; whoever asks from the 7th on gets them. A level is shown until the 8th.
REFRESH_DAY = 7
_BOUNDS = (
    (350, Level.POOR),
    (550, Level.FAIR),
    (600, Level.GOOD),
    (650, Level.EXCELLENT),
    (700, Level.OUTSTANDING),
)
_MOST = 950


def level_of(score: int) -> Level | None:
    """The band of a score; None outside 350 to 950."""
    if not _BOUNDS[0][0] <= score <= _MOST:
        return None
    return next(level for least, level in reversed(_BOUNDS) if score >= least)


def _month_later(year: int, month: int, by: int) -> tuple[int, int]:
    number = year * 12 + month - 1 + by
    return number // 12, number % 12 + 1


def _month_of(observed_at: datetime) -> tuple[int, int]:
    at = observed_at.astimezone(CHINA)
    return _month_later(at.year, at.month, 0 if at.day >= REFRESH_DAY else -1)


def period_of(observed_at: datetime) -> str:
    """``2026-11``: the month whose level was seen. Before the 7th that is last month's."""
    year, month = _month_of(observed_at)
    return f"{year:04d}-{month:02d}"


def valid_until(observed_at: datetime) -> datetime:
    """Midnight before the 8th of the month after the level's."""
    year, month = _month_later(*_month_of(observed_at), 1)
    return datetime(year, month, REFRESH_DAY + 1, tzinfo=CHINA)


def end_of_month(now: datetime) -> datetime:
    at = now.astimezone(CHINA)
    year, month = _month_later(at.year, at.month, 1)
    return datetime(year, month, 1, tzinfo=CHINA)


def is_at_least(level: str, floor: str) -> bool:
    return LEVELS.index(Level(level)) >= LEVELS.index(Level(floor))
