"""Places on a board: who stands where, by a rule that is published beforehand. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.rulebook import BoardRule, canonical


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One member's or group's credit in hundredths, and since when it has been that much.

    ``key``: its number in the order of coming in, the last word between equals.
    """

    key: int
    credit_hundredths: int
    reached_at: datetime


def ranked(stands: Iterable[Stand], *, least_hundredths: int) -> list[Stand]:
    """More credit first; between equals who reached it earlier; then who came in earlier.

    Whoever has less than ``least_hundredths`` has no place.
    """
    enough = [stand for stand in stands if stand.credit_hundredths >= least_hundredths]
    return sorted(enough, key=_order)


def ahead_of(one: Stand, others: Iterable[Stand]) -> list[Stand]:
    """Those who stand before one, by the same order."""
    return [stand for stand in others if _order(stand) < _order(one)]


def _order(stand: Stand) -> tuple[int, datetime, int]:
    return -stand.credit_hundredths, stand.reached_at, stand.key


def prize_of(board: BoardRule, place: int) -> str:
    """The key of what the place gets, '' for nothing; counted from 1."""
    for prize in board.places:
        if place <= prize.upto:
            return prize.key
    return ""


def seal_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 (hex) over the frozen rows' canonical JSON."""
    return hashlib.sha256(canonical(list(rows))).hexdigest()
