"""The scheduler: rings again for whatever is due or was left behind, and writes periodic jobs.

Two schedulers are harmless: a slot's job has one dedupe key, and a ring more is only a look.
"""

import logging
import random
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections, transaction

from common.clock import db_now
from outbox.bell import ring
from outbox.jobs import add, periodic_kinds
from outbox.models import Job, Tick
from outbox.runner import drain

logger = logging.getLogger(__name__)

Ring = Callable[[str], object]


def sweep(ring_queue: Ring) -> list[str]:
    """Ring each queue that has something to take; returns those queues."""
    waiting = [
        queue for queue in settings.OUTBOX_QUEUES if Job.objects.leasable().filter(queue=queue).exists()
    ]
    for queue in waiting:
        ring_queue(queue)
    return waiting


def plan_periodic(written: dict[str, int]) -> None:
    """Write the job of each periodic kind whose slot began; ``written`` remembers this process's slots."""
    now = db_now()
    works = []
    for kind in periodic_kinds():
        slot = int(now.timestamp()) // kind.every_seconds
        if written.get(kind.name) != slot:
            written[kind.name] = slot
            works.append(kind.work(dedupe=f"{kind.name}@{slot}"))
    with transaction.atomic():
        add(works)
        Tick.objects.update_or_create(name="scheduler", defaults={"last_at": now})


def run_forever(*, inline_worker: bool = False, every_seconds: float = 2.0) -> None:
    """Sweep every two seconds with jitter until the process is stopped."""
    written: dict[str, int] = {}
    ring_queue: Ring = _InlineWorker().ring if inline_worker else _ring_for_workers
    while True:
        try:
            plan_periodic(written)
            sweep(ring_queue)
        except Exception as error:  # the next round may find the database back
            logger.error("scheduler.failed error=%s", type(error).__name__)
            written.clear()
        close_old_connections()
        time.sleep(every_seconds * random.uniform(0.75, 1.25))  # noqa: S311 - jitter


def _ring_for_workers(queue: str) -> None:
    # Twice, so that two worker processes share a backlog.
    ring(queue, insist=True) and ring(queue, insist=True)


class _InlineWorker:
    """Where no broker can be had: one thread of the scheduler drains the queues itself."""

    def __init__(self) -> None:
        self._wake = threading.Event()
        threading.Thread(target=self._work, daemon=True, name="inline-worker").start()

    def ring(self, _queue: str) -> None:
        self._wake.set()

    def _work(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            for queue in settings.OUTBOX_QUEUES:
                try:
                    drain(queue)
                except Exception as error:
                    logger.error("worker.failed error=%s", type(error).__name__)
            close_old_connections()
