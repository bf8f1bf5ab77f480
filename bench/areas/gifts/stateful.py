"""Random lives of one shelf: after every step the sums of entries, the balances and a paper list agree."""

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.shelf_life import live
from bench.trial import Trial

STEPS = 5_000
STEPS_A_LIFE, LIVES_A_ROUND = 50, 20


@counted("gifts.stateful", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=400)
def count(trial: Trial) -> Figure:
    return live_for(trial, steps=trial.size(STEPS))


def live_for(trial: Trial, *, steps: int) -> Figure:
    done = lives = 0
    disagreement = ""
    while done < steps and not disagreement:
        try:
            done += live(LIVES_A_ROUND, steps=STEPS_A_LIFE)
        except AssertionError as found:
            disagreement = str(found) or "an assertion of a step"
        lives += LIVES_A_ROUND
    return trial.figure(
        ok=not disagreement,
        numbers={"steps": done, "lives": lives, "violations": int(bool(disagreement))},
        notes={"disagreement": disagreement},
    )
