"""kill -9 of worker processes at random moments of fulfilment: nothing lost, nothing sent twice."""

import time

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.fulfilment import Crew, Fulfilment
from bench.reconciling import violations
from bench.trial import NO_ENV, Env, Trial

KILLS = 40
FULFILMENTS = 400
# One kill in seven takes the whole worker.
WHOLE_SHARE = 0.15
WORKERS = 2
SEED = 20251103


@counted("chaos.worker-kill", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=300)
def count(trial: Trial) -> Figure:
    return kill(trial, kills=trial.size(KILLS), fulfilments=trial.size(FULFILMENTS))


def kill(trial: Trial, *, kills: int, fulfilments: int, env: Env = NO_ENV) -> Figure:
    """``env`` reaches the worker only: the controls take guards away there."""
    work = Fulfilment(trial, fulfilments, env)
    crew = disturb(work, kills=kills, fulfilments=fulfilments)
    dead = work.replay_dead()
    if dead:
        work.settle(crew.keep)
    lost, doubled, broken = work.lost(), work.doubled(), violations()
    numbers = {
        "kills": kills,
        "whole": crew.whole_killed,
        "fulfilments": fulfilments,
        "lost": lost,
        "doubled": doubled,
    }
    numbers |= {"dead": dead}
    return trial.figure(
        ok=not (lost or doubled or broken),
        numbers=numbers | {"violations": len(broken), "worst_seconds": work.worst_seconds()},
        notes={"violations": broken, "seed": SEED, "lease_seconds": work.env["LEASE_SECONDS"]},
    )


def disturb(work: Fulfilment, *, kills: int, fulfilments: int, least_whole: int = 0) -> Crew:
    """Accept everything while processes are killed, then wait until nobody works any more."""
    # Some answers never arrive although the parcel was booked: killed or not, nobody knows the outcome.
    work.lose_answers(kills // 4)
    crew = work.crew(WORKERS, seed=SEED)
    work.start_scheduler()
    crew.wait_for_pools()
    each = -(-fulfilments // kills)
    while crew.kills < kills:
        work.accept(each)
        time.sleep(crew.chance.uniform(0.1, 0.4))
        crew.keep()
        missing = least_whole - crew.whole_killed
        if crew.chance.random() < WHOLE_SHARE or missing >= kills - crew.kills:
            crew.kill_whole()
        else:
            crew.kill_a_child()
    work.accept(fulfilments)
    work.settle(crew.keep)
    return crew
