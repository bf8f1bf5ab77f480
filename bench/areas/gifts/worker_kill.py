"""kill -9 during fulfilment for each kind of provider: with keys, to be asked, with neither; and money."""

from dataclasses import dataclass

from bench.areas.chaos.worker_kill import SEED, disturb
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.fulfilment import Fulfilment
from bench.payouts import Payouts
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


@counted("gifts.worker-kill-money", stacks=STACKS, limit_seconds=600)
def count_money(trial: Trial) -> Figure:
    """From yes to paid: bills are made, confirmed by their recipients, and followed to their end."""
    size = _size(trial)
    return measured(trial, Payouts(trial, size.fulfilments), size, provider="MONEY", has_review=False)


@dataclass(frozen=True, kw_only=True)
class Size:
    kills: int
    least_whole: int
    fulfilments: int


def _size(trial: Trial) -> Size:
    times = 500 // KILLS + 1
    return Size(
        kills=trial.size(KILLS, times=times),
        least_whole=trial.size(LEAST_WHOLE, times=times),
        fulfilments=trial.size(FULFILMENTS, times=times),
    )


def _count(trial: Trial, can: Capability) -> Figure:
    return kill(trial, can=can, told=can, size=_size(trial))


def kill(trial: Trial, *, can: Capability, told: Capability, size: Size) -> Figure:
    """``can``: what the simulated carrier is able to; ``told``: what its adapter says (the control lies)."""
    env: Env = {} if told is Capability.KEY else {"CARRIER_CAN": told}
    work = Fulfilment(trial, size.fulfilments, env)
    if can is not Capability.KEY:
        work.carrier.options(forgets_orders=1)
    # Only a person can judge an unseen outcome where nobody can be asked; nowhere else is one bothered.
    return measured(trial, work, size, provider=can.name, has_review=can is Capability.NONE)


def measured(trial: Trial, work: Fulfilment, size: Size, *, provider: str, has_review: bool) -> Figure:
    crew = disturb(work, kills=size.kills, fulfilments=size.fulfilments, least_whole=size.least_whole)
    dead = work.replay_dead()
    if dead:
        work.settle(crew.keep)
    lost, doubled, review, broken = work.lost(), work.doubled(), work.in_review(), violations()
    numbers: dict[str, Number | str] = {"provider": provider, "kills": crew.kills, "whole": crew.whole_killed}
    numbers |= {"fulfilments": size.fulfilments, "lost": lost, "doubled": doubled, "review": review}
    numbers |= {"dead": dead, "violations": len(broken), "worst_seconds": work.worst_seconds()}
    is_clean = not (lost or doubled or broken) and bool(review) == has_review
    return trial.figure(
        name="worker-kill",
        ok=is_clean and crew.whole_killed >= size.least_whole,
        numbers=numbers,
        notes={"violations": broken, "seed": SEED, "lease_seconds": work.env["LEASE_SECONDS"]},
    )
