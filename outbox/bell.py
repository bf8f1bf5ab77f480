"""Ringing: telling workers that a queue has work. Losing a ring costs a delay, never the work.

Its own Celery application, with time-outs so short that a frozen broker can't hold a page: Kombu's
default waits for ever (still hanging after 60 s when measured).
"""

import logging
import time
from collections.abc import Iterable
from functools import cache

from celery import Celery
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

RING = "outbox.ring"
# After a failed ring, pages don't try again for this long; the scheduler rings anyway.
QUIET_SECONDS = 30.0


@cache
def _app() -> Celery:
    app = Celery("guanxi-bell", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    options: dict[str, object] = {
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    }
    if not settings.CELERY_BROKER_URL.startswith("amqp"):
        options |= {"socket_timeout": 1, "socket_connect_timeout": 1}
    app.conf.update(
        broker_transport_options=options,
        broker_connection_timeout=1,
        task_ignore_result=True,
        task_default_queue="default",
        task_create_missing_queues=True,
    )
    return app


class _Breaker:
    quiet_until = 0.0
    failures = 0


class _Rings:
    """The one callback of a transaction; later jobs of the same transaction join it."""

    def __init__(self, queues: set[str]) -> None:
        self.queues = queues

    def __call__(self) -> None:
        for queue in sorted(self.queues):
            ring(queue)


def ring_on_commit(queues: Iterable[str]) -> None:
    """Ring each queue once when the present transaction commits."""
    wanted = set(queues)
    if not wanted or not settings.OUTBOX_BELL:
        return
    connection = transaction.get_connection()
    for savepoints, callback, _robust in connection.run_on_commit:
        if isinstance(callback, _Rings) and savepoints == set(connection.savepoint_ids):
            callback.queues |= wanted
            return
    transaction.on_commit(_Rings(wanted), robust=True)


def ring(queue: str, *, insist: bool = False) -> bool:
    """Publish one ring; False if it was dropped. ``insist`` ignores the quiet time (the scheduler)."""
    if not insist and time.monotonic() < _Breaker.quiet_until:
        return False
    try:
        _app().send_task(RING, args=[queue], queue=queue, retry=False, ignore_result=True, expires=60)
    except Exception as error:  # whatever a broker library raises: counted and dropped
        _Breaker.failures += 1
        _Breaker.quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("bell.dropped queue=%s error=%s", queue, type(error).__name__)
        return False
    _Breaker.quiet_until = 0.0
    return True


def dropped_rings() -> int:
    """How many rings this process has dropped since it started."""
    return _Breaker.failures
