"""Job kinds and their rows: the database is the truth, Celery is the bell and the hands."""

import dataclasses
import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from common.clock import DbNow
from outbox.bell import ring_on_commit
from outbox.models import Job
from outbox.states import JobState


@dataclasses.dataclass(frozen=True, kw_only=True)
class Work:
    """One intention, not yet a row. ``run_at`` None is now; ``dedupe`` is its natural key."""

    kind: str
    payload: dict[str, Any]
    run_at: datetime | None = None
    dedupe: str = ""
    subject: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of job: calling it runs the function, ``work(...)`` describes a row of it.

    ``transactional``: the function and the job's completion share one transaction, which makes its
    database effects exactly-once. Functions that call the network between their own durable
    transactions are not, and must be repeatable.
    """

    name: str
    run: Callable[..., object]
    queue: str = "default"
    max_errors: int = 10
    lease_seconds: int = 0
    transactional: bool = True
    effect: Any = None
    every_seconds: int = 0

    def __call__(self, **payload: Any) -> object:
        return self.run(**payload)

    def work(
        self, *, run_at: datetime | None = None, dedupe: str = "", subject: str = "", **payload: Any
    ) -> Work:
        return Work(kind=self.name, payload=payload, run_at=run_at, dedupe=dedupe, subject=subject)

    @property
    def lease(self) -> int:
        return self.lease_seconds or settings.OUTBOX_LEASE_SECONDS


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> JobKind:
    if kind.name in _kinds and _kinds[kind.name].run.__qualname__ != kind.run.__qualname__:
        raise ValueError(f"job kind registered twice: {kind.name}")
    _kinds[kind.name] = kind
    return kind


def kind_of(name: str) -> JobKind | None:
    return _kinds.get(name)


def periodic_kinds() -> list[JobKind]:
    return [kind for kind in _kinds.values() if kind.every_seconds]


def job(
    name: str,
    *,
    queue: str = "default",
    max_errors: int = 10,
    lease_seconds: int = 0,
    transactional: bool = True,
) -> Callable[[Callable[..., object]], JobKind]:
    """Make a job kind out of a function that takes ids and calls one operation."""

    def decorate(function: Callable[..., object]) -> JobKind:
        return register(
            JobKind(
                name=name,
                run=function,
                queue=queue,
                max_errors=max_errors,
                lease_seconds=lease_seconds,
                transactional=transactional,
            )
        )

    return decorate


def periodic(
    name: str,
    *,
    every_seconds: int,
    queue: str = "default",
    lease_seconds: int = 0,
    transactional: bool = True,
) -> Callable[[Callable[..., object]], JobKind]:
    """A job kind that the scheduler writes a row of once per slot of ``every_seconds``."""

    def decorate(function: Callable[..., object]) -> JobKind:
        return register(
            JobKind(
                name=name,
                run=function,
                queue=queue,
                max_errors=3,
                lease_seconds=lease_seconds,
                every_seconds=every_seconds,
                transactional=transactional,
            )
        )

    return decorate


def add(works: Iterable[Work]) -> list[Job]:
    """Write rows for ``works`` in one statement and ring after the commit; a known ``dedupe`` is skipped."""
    rows = [_row(work) for work in works]
    if not rows:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A job is written in its cause's transaction.")
    Job.objects.bulk_create(rows, ignore_conflicts=True)
    ring_on_commit({row.queue for row in rows if not isinstance(row.run_at, datetime)})
    return rows


def enqueue(work: Work) -> None:
    """For places without a fact: management commands, periodic jobs, tests."""
    with transaction.atomic():
        add([work])


def drop(ids: Collection[uuid.UUID]) -> None:
    """Remove what was asked for and is answered already; what a worker has taken meanwhile stays."""
    Job.objects.filter(pk__in=ids, state=JobState.TODO).delete()


def _row(work: Work) -> Job:
    kind = _kinds[work.kind]
    return Job(
        kind=work.kind,
        queue=kind.queue,
        subject=work.subject[:80],
        dedupe_key=work.dedupe or f"{work.kind}:{uuid.uuid4()}",
        payload=work.payload,
        run_at=work.run_at or DbNow(),
    )
