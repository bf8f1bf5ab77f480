"""Two or three wordings of the invitation page side by side: who sees which, and what may be concluded. Pure.

A version's texts carry them: ``weights`` ({"a": 50, "b": 50}), and ``lead_b``, ``about_b``, ``lead_c``,
``about_c`` beside the plain ones, which are variant a. They are sealed with everything else.
"""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaigns.funnel_rules import WHOLE_BP

BASE = "a"
OTHERS = ("b", "c")
PARTS = ("lead", "about")
TEXT_NAMES = tuple(f"{part}_{key}" for key in OTHERS for part in PARTS)
WEIGHTS = "weights"
MOST_WEIGHT = 1000
# 95 %, both sides; shared out over the comparisons that are made.
LEVEL = 0.05
Z = 1.959964
# Below this many visits of either, or signs of either kind, nothing is said.
LEAST_VISITS, LEAST_OUTCOMES = 100, 10


class Unfit(StrEnum):
    NO_WEIGHT = "no-weight"
    NO_WORDS = "no-words"
    NO_BASE = "no-base"


def unfit(weights: Mapping[str, int | None], *, worded: Collection[str]) -> list[tuple[str, Unfit]]:
    """(variant, why): words that nobody would see, a weight without words, one variant alone."""
    found = []
    for key in OTHERS:
        if key in worded and not weights.get(key):
            found.append((key, Unfit.NO_WEIGHT))
        if weights.get(key) and key not in worded:
            found.append((key, Unfit.NO_WORDS))
    if any(weights.get(key) for key in OTHERS) and not weights.get(BASE):
        found.append((BASE, Unfit.NO_BASE))
    return found


def worded(texts: Mapping[str, Any]) -> set[str]:
    """The further variants that have words of their own."""
    return {key for key in OTHERS if any(any(_said(texts, f"{part}_{key}")) for part in PARTS)}


def _said(texts: Mapping[str, Any], name: str) -> list[str]:
    return [words for words in (texts.get(name) or {}).values() if words]


def weights_of(texts: Mapping[str, Any]) -> dict[str, int]:
    """In order; empty where there is nothing to choose from."""
    said = texts.get(WEIGHTS) or {}
    found = {key: int(said[key]) for key in (BASE, *OTHERS) if int(said.get(key) or 0) > 0}
    return found if len(found) > 1 else {}


def choose(texts: Mapping[str, Any], *, subject: str) -> str:
    """The same variant each time for the same browser or invitation; '' where there are no variants.

    ``subject`` is only hashed; a weight of so many is the share that it has of all of them.
    """
    weights = weights_of(texts)
    if not weights:
        return ""
    digest = hashlib.sha256(f"variant:{subject}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") % sum(weights.values())
    for key, weight in weights.items():
        if place < weight:
            return key
        place -= weight
    raise AssertionError("the weights add up to their sum")


def words_of(texts: Mapping[str, Any], variant: str) -> dict[str, Any]:
    """``lead`` and ``about`` as this variant has them; what it leaves empty is variant a's."""
    found = {part: texts.get(part) for part in PARTS}
    if variant in OTHERS:
        found |= {part: texts[f"{part}_{variant}"] for part in PARTS if texts.get(f"{part}_{variant}")}
    return found


@dataclass(frozen=True, kw_only=True)
class Arm:
    """``wins`` of ``visits``, with the interval that holds the true share 95 times in 100 (Wilson 1927)."""

    key: str
    visits: int
    wins: int

    @property
    def interval_bp(self) -> tuple[int, int]:
        if self.visits <= 0:
            return (0, WHOLE_BP)
        share, squared = min(self.wins, self.visits) / self.visits, Z * Z
        middle = share + squared / (2 * self.visits)
        around = Z * math.sqrt(share * (1 - share) / self.visits + squared / (4 * self.visits**2))
        below, above = ((middle + side * around) / (1 + squared / self.visits) for side in (-1, 1))
        return (max(math.floor(below * WHOLE_BP), 0), min(math.ceil(above * WHOLE_BP), WHOLE_BP))


class Verdict(StrEnum):
    BASE = "base"
    NOT_ENOUGH = "not-enough"
    CHANCE = "chance"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """``confidence_bp``: how sure it is that the two differ at all; None where nothing can be said."""

    arm: Arm
    verdict: Verdict
    confidence_bp: int | None = None


def judge(arms: Sequence[Arm]) -> list[Judged]:
    """The first is what the others are compared with: two proportions, pooled, both sides."""
    if not arms:
        return []
    base, *others = arms
    return [
        Judged(arm=base, verdict=Verdict.BASE),
        *(_against(base, other, comparisons=len(others)) for other in others),
    ]


def _against(base: Arm, other: Arm, *, comparisons: int) -> Judged:
    visits, wins = base.visits + other.visits, base.wins + other.wins
    outcomes = min(wins, visits - wins)
    if min(base.visits, other.visits) < LEAST_VISITS or outcomes < LEAST_OUTCOMES:
        return Judged(arm=other, verdict=Verdict.NOT_ENOUGH)
    pooled = wins / visits
    spread = math.sqrt(pooled * (1 - pooled) * (1 / base.visits + 1 / other.visits))
    difference = other.wins / other.visits - base.wins / base.visits
    chance = math.erfc(abs(difference) / spread / math.sqrt(2))
    confidence_bp = math.floor((1 - chance) * WHOLE_BP)
    if chance > LEVEL / comparisons:
        return Judged(arm=other, verdict=Verdict.CHANCE, confidence_bp=confidence_bp)
    verdict = Verdict.BETTER if difference > 0 else Verdict.WORSE
    return Judged(arm=other, verdict=verdict, confidence_bp=confidence_bp)
