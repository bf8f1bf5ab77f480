"""200 members on the last unit, over HTTP, in every round a new one."""

from bench.areas.chaos.last_gift import CLAIMS, claim_all
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial

ROUNDS = 50


@counted("gifts.last-unit", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return claim_all(trial, rounds=trial.size(ROUNDS), claims=CLAIMS)
