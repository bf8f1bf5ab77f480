"""Whole lives of applications, made up by Hypothesis; every rule is looked at after every step."""

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from tests.trust.case_life import CaseLife, live

STEPS = 5_000
_LIVES = 20


@counted("trust.case-life", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    wanted, rounds = trial.size(STEPS), 0
    violations: list[str] = []
    while CaseLife.steps < wanted and not violations:
        rounds += 1
        try:
            live(_LIVES, seed=rounds)
        except AssertionError as broken:
            violations.append(str(broken)[:200])
    return trial.figure(
        ok=CaseLife.steps >= wanted and not violations,
        numbers={"steps": CaseLife.steps, "lives": rounds * _LIVES, "violations": len(violations)},
        notes={"violations": violations},
    )
