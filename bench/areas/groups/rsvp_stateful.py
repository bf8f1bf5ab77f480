"""Whole lives of an event's line, made up by Hypothesis; every rule is looked at after every step."""

from django.conf import settings

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from tests.groups.rsvp_life import RSVPLife, live

STEPS = 5_000
_LIVES = 20
_NO_LIMITS = {"groups.founded-a-day": 1_000_000}


@counted("groups.rsvp-stateful", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    settings.LIMITS = _NO_LIMITS
    wanted, rounds = trial.size(STEPS), 0
    violations: list[str] = []
    while RSVPLife.steps < wanted and not violations:
        rounds += 1
        try:
            live(_LIVES, seed=rounds)
        except AssertionError as broken:
            violations.append(str(broken)[:200] or "an assertion of a step")
    return trial.figure(
        ok=RSVPLife.steps >= wanted and not violations,
        numbers={"steps": RSVPLife.steps, "lives": RSVPLife.lives, "violations": len(violations)},
        notes={"violations": violations},
    )
