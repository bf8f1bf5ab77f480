"""Gifts on their way to the simulated carrier over HTTP, counted at the carrier and not in our database."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import psutil
from django.db.models import QuerySet

from bench import worlds
from bench.trial import NO_ENV, Env, Trial
from bench.worlds import Offered
from common.access import SYSTEM
from config.stack.supervisor import Child
from gifts.models import Gift
from gifts.states import GiftState
from outbox.models import Job
from outbox.models.job import OPEN
from outbox.operations import replay_job
from outbox.states import JobState
from simulators.house import Plan
from simulators.testing import Running

KIND = "gifts.fulfil-gift"
LEASE_SECONDS = "3"
STARTING_SECONDS = 6.0
# After these states a parcel has a waybill.
SENT = (GiftState.SHIPPED, GiftState.DELIVERED)
# How long the last gifts may take after the last fault.
SETTLE_SECONDS = 90.0
GIVEN_UP_SECONDS = 5.0


class Fulfilment:
    """``count`` gifts on offer; ``accept`` sends the next ones on their way."""

    # The job that calls the provider, and all jobs that a gift needs until it is there.
    KIND: ClassVar[str] = KIND
    KINDS: ClassVar[tuple[str, ...]] = (KIND,)
    # When a gift has left, in the words of its model.
    LEFT_AT: ClassVar[str] = "shipped_at"

    def __init__(self, trial: Trial, count: int, env: Env = NO_ENV) -> None:
        self.trial = trial
        self.env = {"LEASE_SECONDS": LEASE_SECONDS, **env}
        trial.start_simulators()
        self.carrier = Running(url=f"http://127.0.0.1:{trial.simulators_port}", plan=Plan())
        self.carrier.options(step_seconds=0.5)
        self.offered = self._on_offer(count)
        self._waiting: Iterator[Offered] = iter(self.offered)
        self.accepted: list[Offered] = []

    def _on_offer(self, count: int) -> list[Offered]:
        return worlds.offers(worlds.members(count), of=worlds.item(stock=count, slots=16))

    def lose_answers(self, count: int) -> None:
        """Some answers will never arrive although the provider did what it was asked."""
        for kind in ("do-then-reset", "do-then-500"):
            self.carrier.fault("sf", kind, operation="EXP_RECE_CREATE_ORDER", count=count, probability=0.05)

    def accept(self, count: int) -> None:
        for _ in range(count):
            offered = next(self._waiting, None)
            if offered is not None:
                worlds.accept(offered)
                self.accepted.append(offered)

    def crew(self, size: int, *, seed: int) -> "Crew":
        crew = Crew(work=self, size=size, chance=random.Random(seed))
        crew.keep()
        return crew

    def start_worker(self) -> Child:
        return self.trial.start_worker(env=self.env)

    def start_scheduler(self) -> Child:
        return self.trial.start_scheduler(every_seconds=1.0, env=self.env)

    def settle(self, keep: Callable[[], object], *, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until every accepted gift has been sent; what isn't by then is lost.

        Where no job has been open for a while, nobody will send it any more.
        """
        mine = [offered.gift.pk for offered in self.accepted]
        worked = time.monotonic()
        end = worked + seconds
        while time.monotonic() < end:
            keep()
            if self._at_work():
                worked = time.monotonic()
            elif not self._unsent(mine).exists() or time.monotonic() > worked + GIVEN_UP_SECONDS:
                return
            time.sleep(0.2)

    def _at_work(self) -> bool:
        """Whether a worker has, or will have, something to do; what a person must decide is not that."""
        waiting = Job.objects.filter(kind__in=self.KINDS, state__in=OPEN)
        return waiting.exclude(state=JobState.UNKNOWN, run_at__isnull=True).exists()

    def in_review(self) -> int:
        """Gifts whose sending a person has to judge: nobody saw the outcome, and asking is impossible."""
        rows = Job.objects.filter(kind=self.KIND, state=JobState.UNKNOWN, run_at__isnull=True)
        unsent = set(self._unsent([one.gift.pk for one in self.accepted]).values_list("pk", flat=True))
        return sum(payload["gift_id"] in unsent for payload in rows.values_list("payload", flat=True))

    def replay_dead(self) -> int:
        """What an operator does with dead jobs: look, and let them run again. Returns how many there were."""
        rows = Job.objects.filter(kind__in=self.KINDS, state=JobState.DEAD)
        dead = list(rows.values_list("pk", flat=True))
        for job_id in dead:
            replay_job(actor=SYSTEM, job_id=job_id, why="counted")
        return len(dead)

    @staticmethod
    def _unsent(gifts: list[int]) -> QuerySet[Gift]:
        return Gift.objects.filter(pk__in=gifts).exclude(state__in=SENT)

    def lost(self) -> int:
        """Accepted gifts that the carrier has no parcel for, or that we don't know to be sent.

        Those that lie before a person are not lost, whether the carrier has them or not.
        """
        unsent = self._unsent([offered.gift.pk for offered in self.accepted]).count()
        return max(len(self.accepted) - len(self._parcels()), unsent) - self.in_review()

    def doubled(self) -> int:
        """People for whom the carrier has more than one parcel, under whatever order number."""
        return sum(count > 1 for count in self._parcels().values())

    def _parcels(self) -> Counter[str]:
        """Parcels by whom they go to: each recipient's address is different."""
        orders = self.carrier.orders()["orders"].values()
        return Counter(fingerprint for order in orders for fingerprint in order["fingerprints"])

    def worst_seconds(self) -> float:
        """The longest way from yes to waybill, or to money."""
        mine = Gift.objects.filter(pk__in=[one.gift.pk for one in self.accepted])
        spans = [
            (left - accepted).total_seconds()
            for accepted, left in mine.values_list("accepted_at", self.LEFT_AT)
            if accepted and left
        ]
        return max(spans, default=0.0)


class Work(Protocol):
    """What a crew works on."""

    trial: Trial

    def start_worker(self) -> Child: ...


@dataclass(kw_only=True)
class Crew:
    """The workers of a trial. Whoever ends is started again, as systemd or Kubernetes would."""

    work: Work
    size: int
    chance: random.Random
    workers: list[Child] = field(default_factory=list)
    children_killed: int = 0
    whole_killed: int = 0

    @property
    def kills(self) -> int:
        return self.children_killed + self.whole_killed

    def keep(self) -> None:
        """Have ``size`` workers. Celery itself gives up when a pool process dies while it starts."""
        for worker in [one for one in self.workers if one.process.poll() is not None]:
            self.work.trial.supervisor.stop(worker)
            self.workers.remove(worker)
        while len(self.workers) < self.size:
            self.workers.append(self.work.start_worker())

    def wait_for_pools(self, *, seconds: float = 60.0) -> None:
        """Until every worker has a pool that can be killed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not all(pool_of(worker) for worker in self.workers):
            time.sleep(0.2)

    def stop(self) -> None:
        """Let them end in peace; ``keep`` starts new ones."""
        self.work.trial.supervisor.stop(*self.workers)
        self.workers.clear()

    def kill_whole(self) -> None:
        """kill -9 of a worker and its pool at once, as the kernel does when memory ends."""
        with suppress(ProcessLookupError):
            os.killpg(self.chance.choice(self.workers).process.pid, signal.SIGKILL)
            self.whole_killed += 1
        time.sleep(0.05)
        self.keep()

    def kill_a_child(self) -> None:
        """kill -9 of one process of a pool; nothing when no pool is up just now."""
        pools = [child for worker in self.workers for child in pool_of(worker)]
        if pools:
            with suppress(psutil.NoSuchProcess):
                self.chance.choice(pools).send_signal(signal.SIGKILL)
                self.children_killed += 1


def pool_of(worker: Child) -> list[psutil.Process]:
    """The pool's processes of a worker that is old enough to have started."""
    try:
        process = psutil.Process(worker.process.pid)
        if time.time() - process.create_time() < STARTING_SECONDS:
            return []
        return [child for child in process.children() if child.status() != psutil.STATUS_ZOMBIE]
    except psutil.NoSuchProcess:
        return []
