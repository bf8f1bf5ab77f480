"""Random lives of a campaign, made up by Hypothesis; after every step a plain-Python oracle says the same."""

from django.conf import settings

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from tests.campaigns.campaign_life import live

STEPS = 20_000
STEPS_A_LIFE, LIVES_A_ROUND = 50, 20


@counted("campaigns.stateful", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=3600)
def count(trial: Trial) -> Figure:
    return live_for(trial, steps=trial.size(STEPS))


def live_for(trial: Trial, *, steps: int, least: int = STEPS) -> Figure:
    settings.CLOCK_OFFSET = True
    done = lives = 0
    disagreement = ""
    while done < steps and not disagreement:
        try:
            done += live(LIVES_A_ROUND, steps=STEPS_A_LIFE, seed_number=lives)
        except AssertionError as found:
            disagreement = str(found)[:300] or "an assertion of a step"
        lives += LIVES_A_ROUND
    return trial.figure(
        ok=done >= least and not disagreement,
        numbers={"steps": done, "lives": lives, "violations": int(bool(disagreement))},
        notes={"disagreement": disagreement},
    )
