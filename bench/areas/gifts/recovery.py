"""How long after a whole worker was killed the last of its gifts has left all the same."""

import math
import time
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.fulfilment import Crew, Fulfilment
from bench.payouts import Payouts
from bench.reconciling import violations
from bench.trial import Trial
from outbox.leases import AT_WORK
from outbox.models import Job

KILLS = 15
EACH = 30
WORKERS = 2
SEED = 20251104
MOST_SECONDS = 10.0
Snapshot = tuple[datetime, frozenset[str]]


@counted("gifts.recovery", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    kills = trial.size(KILLS)
    return recover(trial, Fulfilment(trial, kills * EACH), kills=kills)


@counted("gifts.recovery-money", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count_money(trial: Trial) -> Figure:
    kills = trial.size(KILLS)
    return recover(trial, Payouts(trial, kills * EACH), kills=kills)


def recover(trial: Trial, work: Fulfilment, *, kills: int) -> Figure:
    """``interrupted``: gifts that a killed worker had in its hands, each with a time from kill to done."""
    crew = work.crew(WORKERS, seed=SEED)
    work.start_scheduler()
    crew.wait_for_pools()
    snapshots = []
    while crew.whole_killed < kills:
        work.accept(EACH)
        snapshots.append(_kill_at_work(crew, work.KIND))
        crew.wait_for_pools()
    work.accept(kills * EACH)
    work.settle(crew.keep)
    spans = sorted(_spans(snapshots, work.KIND))
    lost, doubled, broken = work.lost(), work.doubled(), violations()
    p99 = spans[math.ceil(len(spans) * 0.99) - 1] if spans else 0.0
    numbers = {"kills": kills, "interrupted": len(spans), "lost": lost, "doubled": doubled}
    return trial.figure(
        ok=bool(spans) and p99 <= MOST_SECONDS and not (lost or doubled or broken),
        numbers={**numbers, "p99_seconds": p99, "worst_seconds": max(spans, default=0.0)}
        | {"target": MOST_SECONDS, "lease_seconds": int(work.env["LEASE_SECONDS"])},
        notes={"spans": spans, "violations": broken},
    )


def _kill_at_work(crew: Crew, kind: str) -> Snapshot:
    """Kill a worker as soon as gifts are in somebody's hands; which those were."""
    end = time.monotonic() + 2
    leased: frozenset[str] = frozenset()
    while not leased and time.monotonic() < end:
        rows = Job.objects.filter(kind=kind, state__in=AT_WORK).values_list("pk", flat=True)
        leased = frozenset(str(pk) for pk in rows)
    at = timezone.now()
    crew.kill_whole()
    return at, leased


def _spans(snapshots: Sequence[Snapshot], kind: str) -> list[float]:
    """Seconds from the kill that interrupted a job first, to its end; of no other jobs."""
    crashed = Job.objects.filter(kind=kind, crashes__gt=0).values_list("pk", "done_at")
    spans = []
    for pk, done_at in crashed:
        began = next((at for at, leased in snapshots if str(pk) in leased), None)
        if began is not None:
            spans.append((done_at - began).total_seconds() if done_at else math.inf)
    return spans
