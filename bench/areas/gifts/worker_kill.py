"""kill -9 during fulfilment for each kind of provider: with keys, to be asked, and with neither."""

from bench.areas.chaos.worker_kill import SEED, disturb
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.fulfilment import Fulfilment
from bench.reconciling import violations
from bench.trial import Env, Trial
from common.http.provider import Capability

KILLS, LEAST_WHOLE, FULFILMENTS = 60, 9, 600
STACKS = (SQLITE, POSTGRES_REDIS)


@counted("gifts.worker-kill-key", stacks=STACKS, limit_seconds=600)
def count_key(trial: Trial) -> Figure:
    return _count(trial, Capability.KEY)


@counted("gifts.worker-kill-query", stacks=STACKS, limit_seconds=600)
def count_query(trial: Trial) -> Figure:
    return _count(trial, Capability.QUERY)


@counted("gifts.worker-kill-none", stacks=STACKS, limit_seconds=600)
def count_none(trial: Trial) -> Figure:
    return _count(trial, Capability.NONE)


def _count(trial: Trial, can: Capability) -> Figure:
    times = 500 // KILLS + 1
    return kill(
        trial,
        can=can,
        told=can,
        kills=trial.size(KILLS, times=times),
        least_whole=trial.size(LEAST_WHOLE, times=times),
        fulfilments=trial.size(FULFILMENTS, times=times),
    )


def kill(
    trial: Trial, *, can: Capability, told: Capability, kills: int, least_whole: int, fulfilments: int
) -> Figure:
    """``can``: what the simulated carrier is able to; ``told``: what its adapter says (the control lies)."""
    env: Env = {} if told is Capability.KEY else {"CARRIER_CAN": told}
    work = Fulfilment(trial, fulfilments, env)
    if can is not Capability.KEY:
        work.carrier.options(forgets_orders=1)
    crew = disturb(work, kills=kills, fulfilments=fulfilments, least_whole=least_whole)
    dead = work.replay_dead()
    if dead:
        work.settle(crew.keep)
    lost, doubled, review, broken = work.lost(), work.doubled(), work.in_review(), violations()
    numbers: dict[str, Number | str] = {"provider": can.name, "kills": kills, "whole": crew.whole_killed}
    numbers |= {"fulfilments": fulfilments, "lost": lost, "doubled": doubled, "review": review, "dead": dead}
    # Only a person can judge an unseen outcome where nobody can be asked; nowhere else is one bothered.
    judged = bool(review) == (can is Capability.NONE)
    return trial.figure(
        name="worker-kill",
        ok=not (lost or doubled or broken) and judged and crew.whole_killed >= least_whole,
        numbers=numbers | {"violations": len(broken), "worst_seconds": work.worst_seconds()},
        notes={"violations": broken, "seed": SEED, "lease_seconds": work.env["LEASE_SECONDS"]},
    )
