"""The broker is only a bell: emptied or frozen in the middle of the work, nothing is lost or doubled."""

import os
import signal
import time

from bench import http, worlds
from bench.figures import POSTGRES_REDIS, Figure, Number, counted
from bench.fulfilment import Fulfilment
from bench.reconciling import violations
from bench.stacks import OwnBroker
from bench.trial import NO_ENV, Env, Trial

FLUSHES = 3
GIFTS_A_FLUSH = 40
FROZEN_SECONDS = 60
LONGEST_REQUEST_SECONDS = 3.0
WORKERS = 2
SEED = 7


@counted("chaos.broker-flush", stacks=[POSTGRES_REDIS], own_broker=True)
def count_flush(trial: Trial) -> Figure:
    return flush(trial, flushes=trial.size(FLUSHES), sweeper=True)


def flush(trial: Trial, *, flushes: int, sweeper: bool) -> Figure:
    """FLUSHALL while rings wait in the queue. ``sweeper`` False is the control: nobody rings again."""
    assert trial.broker
    work = Fulfilment(trial, flushes * GIFTS_A_FLUSH)
    crew = work.crew(WORKERS, seed=SEED)
    if sweeper:
        work.start_scheduler()
    crew.wait_for_pools()
    rings_lost = 0
    for _ in range(flushes):
        work.accept(GIFTS_A_FLUSH // 2)
        rings_lost += empty(trial.broker)  # in the middle of the work
        crew.stop()
        work.accept(GIFTS_A_FLUSH // 2)
        rings_lost += empty(trial.broker)  # while nobody listens
        crew.keep()
    work.settle(crew.keep, seconds=60 if sweeper else 20)
    return report(trial, work, numbers={"flushes": flushes, "rings": rings_lost})


def empty(broker: OwnBroker) -> int:
    """FLUSHALL; returns how many rings were waiting."""
    waiting = int(broker.command("LLEN fulfilment").strip().lstrip(b":"))
    broker.command("FLUSHALL")
    return waiting


def report(trial: Trial, work: Fulfilment, *, numbers: dict[str, Number], ok: bool = True) -> Figure:
    lost, doubled, broken = work.lost(), work.doubled(), violations()
    found: dict[str, Number] = {"fulfilments": len(work.accepted), "lost": lost, "doubled": doubled}
    return trial.figure(
        ok=ok and not (lost or doubled or broken),
        numbers={**numbers, **found, "violations": len(broken), "settled_seconds": work.worst_seconds()},
        notes={"violations": broken},
    )


@counted("chaos.broker-frozen", stacks=[POSTGRES_REDIS], own_broker=True)
def count_frozen(trial: Trial) -> Figure:
    return freeze(trial, seconds=trial.size(FROZEN_SECONDS))


def freeze(trial: Trial, *, seconds: int, env: Env = NO_ENV) -> Figure:
    """SIGSTOP of the broker while members accept gifts over HTTP; ``env`` reaches the web process."""
    assert trial.broker
    work = Fulfilment(trial, max(60, seconds * 2))
    crew = work.crew(WORKERS, seed=SEED)
    work.start_scheduler()
    trial.start_web(env=env)
    acts = [accept_request(offered) for offered in work.offered]
    http.fire(trial, acts[:4], connections=1, seconds=20, once=True)  # the connection to the broker is warm
    os.kill(trial.broker.pid, signal.SIGSTOP)
    try:
        worst, failed = trickle(trial, acts[4:], seconds=seconds)
    finally:
        os.kill(trial.broker.pid, signal.SIGCONT)
    work.accepted = work.offered
    work.settle(crew.keep)
    numbers: dict[str, Number] = {"seconds": seconds, "requests": len(acts), "failed": failed}
    ok = worst <= LONGEST_REQUEST_SECONDS and not failed
    return report(trial, work, numbers=numbers | {"worst_seconds": worst}, ok=ok)


def trickle(trial: Trial, acts: list[bytes], *, seconds: int) -> tuple[float, int]:
    """The acts spread over ``seconds``, four at a time; the longest answer and how many failed."""
    worst, failed, begun = 0.0, 0, time.monotonic()
    rounds = [acts[number : number + 4] for number in range(0, len(acts), 4)]
    for number, some in enumerate(rounds):
        time.sleep(max(0.0, begun + number * seconds / len(rounds) - time.monotonic()))
        answers = http.fire(trial, some, connections=4, seconds=120, once=True)
        worst = max(worst, answers.max_ms / 1000)
        failed += len(some) - answers.count(200, 201)
    time.sleep(max(0.0, begun + seconds - time.monotonic()))
    return worst, failed


def accept_request(offered: worlds.Offered) -> bytes:
    where = worlds.address(offered.number)
    return http.request(
        "POST",
        f"/api/v1/gifts/{offered.gift.public_id}/accept/",
        headers=worlds.token_of(offered.recipient),
        body={"address": where.__dict__},
        key=f"accept-{offered.gift.public_id}",
    )
