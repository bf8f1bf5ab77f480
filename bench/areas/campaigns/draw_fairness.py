"""Who wins over 40,000 seeds, beside the probabilities worked out exactly: no entry is favoured."""

import math
from fractions import Fraction
from hashlib import sha256
from itertools import permutations

from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.draw_rules import Entry
from tests.campaigns.draw_worlds import places_of

SEEDS = 40_000
FARTHEST = 3.0
PLACES = 2
# A light one, a heavy one; the sum divides no power of two, so that a careless remainder shows.
ENTRIES: list[Entry] = [
    (f"{number:032x}".encode(), weight) for number, weight in enumerate([1, 2, 3, 4, 9], start=1)
]


@counted("campaigns.draw-fairness", stacks=[SQLITE], limit_seconds=600)
def count(trial: Trial) -> Figure:
    return weigh(trial, seeds=trial.size(SEEDS))


def weigh(trial: Trial, *, seeds: int) -> Figure:
    """``worst_z``: how many standard deviations the farthest count lies from what is expected of it."""
    won = {(place, key.decode()): 0 for place in range(PLACES) for key, _ in ENTRIES}
    for number in range(seeds):
        seed = sha256(b"fairness %d" % number).digest()
        for place, key in enumerate(places_of(ENTRIES, seed=seed, places=PLACES)):
            won[place, key] += 1
    chances = chances_of_places()
    distances = {each: _distance(won[each], chances[each], seeds) for each in won}
    worst = max(abs(z) for z in distances.values())
    return trial.figure(
        ok=seeds >= SEEDS and worst < FARTHEST,
        numbers={"seeds": seeds, "entries": len(ENTRIES), "compared": len(won), "worst_z": worst},
        notes={"z": {f"{place}:{key[-2:]}": round(z, 3) for (place, key), z in distances.items()}},
    )


def chances_of_places() -> dict[tuple[int, str], Fraction]:
    """Exact, by every order in which the places can go; weighted, and nobody twice."""
    chances = {(place, key.decode()): Fraction(0) for place in range(PLACES) for key, _ in ENTRIES}
    for order in permutations(ENTRIES, PLACES):
        left, chance = sum(weight for _, weight in ENTRIES), Fraction(1)
        for _, weight in order:
            chance *= Fraction(weight, left)
            left -= weight
        for place, (key, _) in enumerate(order):
            chances[place, key.decode()] += chance
    return chances


def _distance(times: int, chance: Fraction, seeds: int) -> float:
    p = float(chance)
    return (times - seeds * p) / math.sqrt(seeds * p * (1 - p))
