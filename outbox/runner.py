"""Running leased jobs. Works outside any transaction of its own; ends by compare-and-set on the lease."""

import logging
import time
import traceback
from collections import deque
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import translation

from common.errors import Refused, Stale
from common.logs import correlation
from outbox import leases
from outbox.effects import Capability, NotDone, OutcomeUnknown
from outbox.jobs import JobKind, kind_of
from outbox.leases import LeaseLost
from outbox.models import Job

logger = logging.getLogger(__name__)

# Effects wait for the network: few at a time, so that other workers share them.
BATCH = {"default": 25}
EFFECT_BATCH = 2
# How long one transaction may go on taking in further jobs.
GROUP_SECONDS = 0.05


def drain(queue: str, *, limit: int = 200) -> int:
    """Run due jobs of ``queue`` until there are none or ``limit`` were run; returns how many."""
    done = 0
    while done < limit:
        batch = leases.take(queue, count=min(BATCH.get(queue, EFFECT_BATCH), limit - done))
        if not batch:
            break
        run_batch(batch)
        done += len(batch)
    return done


def run_batch(batch: list[Job]) -> None:
    """Run jobs that were leased together, keeping the leases of those that still wait alive."""
    fresh_until = time.monotonic() + settings.OUTBOX_LEASE_SECONDS / 2
    waiting = deque(batch)
    while waiting:
        if time.monotonic() > fresh_until:
            try:
                leases.extend(waiting[0], seconds=settings.OUTBOX_LEASE_SECONDS)
            except LeaseLost:
                waiting.popleft()
                continue
        for _ in range(_run_together(waiting)):
            waiting.popleft()
        if waiting:
            run(waiting.popleft())


def _run_together(waiting: Sequence[Job]) -> int:
    """Run the first jobs in one transaction with one commit; returns how many were completed.

    Each stands in a savepoint. It ends at the first job that fails, needs its own transaction or comes
    after ``GROUP_SECONDS``: locks aren't held for long. If the commit fails nothing happened, and the
    jobs run one by one.
    """
    group = [job for job in takewhile(_may_be_grouped, waiting)]
    if len(group) < 2:
        return 0
    done: list[Job] = []
    until = time.monotonic() + GROUP_SECONDS
    try:
        with transaction.atomic(), translation.override(None):
            for job in group:
                if not _run_grouped(job):
                    break
                done.append(job)
                if time.monotonic() > until:
                    break
            if done:
                leases.complete_all(done)
    except (LeaseLost, DatabaseError) as error:
        logger.info("jobs.ungrouped error=%s", describe(error))
        _drop_broken_connection()
        return 0
    return len(done)


def _may_be_grouped(job: Job) -> bool:
    """Known, transactional, and never in trouble before."""
    kind = kind_of(job.kind)
    if kind is None or not kind.transactional or kind.effect is not None:
        return False
    return kind.lease <= settings.OUTBOX_LEASE_SECONDS and not (job.errors or job.crashes)


def _run_grouped(job: Job) -> bool:
    """Whether the job succeeded. A failed one left nothing and is run again by itself, where it is told."""
    kind = kind_of(job.kind)
    token = correlation.set(f"job-{job.id.hex[:8]}")
    try:
        with transaction.atomic():
            if kind:
                kind.run(**job.payload)
        return True
    except DatabaseError:
        raise
    except Exception:
        return False
    finally:
        correlation.reset(token)


def run(job: Job) -> None:
    """Run one leased job to its end, whatever that is. Never raises for the job's own failures."""
    kind = kind_of(job.kind)
    token = correlation.set(f"job-{job.id.hex[:8]}")
    try:
        with translation.override(None):
            if kind is None:
                leases.fail(job, reason="unknown kind", max_errors=20)
            elif kind.effect is not None:
                _run_effect(job, kind)
            else:
                _run_plain(job, kind)
    except LeaseLost:
        logger.warning("job.lease-lost kind=%s", job.kind)
    finally:
        correlation.reset(token)


def _run_plain(job: Job, kind: JobKind) -> None:
    if kind.lease > settings.OUTBOX_LEASE_SECONDS:
        leases.extend(job, seconds=kind.lease)
    try:
        if kind.transactional:
            with transaction.atomic():
                kind.run(**job.payload)
                leases.complete(job)
        else:
            kind.run(**job.payload)
            leases.complete(job)
    except LeaseLost:
        raise
    except NotDone as error:
        leases.fail(job, reason=f"not done: {error.reason}", max_errors=kind.max_errors)
    except Refused as refused:
        _end_refused(job, kind, refused)
    except Exception as error:
        _end_failed(job, kind, error)


def _end_refused(job: Job, kind: JobKind, refused: Refused) -> None:
    """A refusal is an answer: the job is over, unless somebody was merely faster."""
    if isinstance(refused, Stale) or refused.status in (429, 503):
        leases.fail(job, reason=refused.code, max_errors=kind.max_errors)
    else:
        leases.complete(job, note=f"refused: {refused.code}")


def _end_failed(job: Job, kind: JobKind, error: Exception) -> None:
    reason = describe(error)
    logger.error("job.failed kind=%s error=%s", job.kind, reason)
    _drop_broken_connection()
    leases.fail(job, reason=reason, max_errors=kind.max_errors)


def _drop_broken_connection() -> None:
    """The error may have been the database's; a fresh connection writes down the failure."""
    if not transaction.get_connection().in_atomic_block:
        close_old_connections()


def describe(error: BaseException) -> str:
    """Where and what, without the message: messages may quote personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"


def _run_effect(job: Job, kind: JobKind) -> None:
    adapter = kind.effect
    maybe_sent = bool(job.provider_ref)
    request = None
    try:
        with transaction.atomic():
            request = adapter.prepare(dict(job.payload))
            if request is None:
                leases.complete(job, note="nothing to do")
                return
        if maybe_sent and adapter.capability_for(request) is Capability.NONE:
            _unknown(job, kind, "crashed while sending", Capability.NONE)
            return
        answer = _call(job, kind, request, ask_first=maybe_sent)
        with transaction.atomic():
            adapter.apply(dict(job.payload), answer)
            leases.complete(job)
    except LeaseLost:
        raise
    except NotDone as error:
        reason = f"not done: {error.reason}"
        leases.fail(job, reason=reason, max_errors=kind.max_errors, surely_not_sent=not maybe_sent)
    except OutcomeUnknown as error:
        _unknown(job, kind, error.reason, adapter.capability_for(request))
    except Refused as refused:
        _end_refused(job, kind, refused)
    except Exception as error:
        _effect_crashed(job, kind, request, error)


def _call(job: Job, kind: JobKind, request: Any, *, ask_first: bool) -> Any:
    """The network part: ``sending`` is committed before it; a lost answer is asked for where one can ask."""
    ref = job.provider_ref or str(job.id)
    if ask_first and kind.effect.capability_for(request) is Capability.QUERY:
        answer = kind.effect.query(request, ref=ref)
        if answer is not None:
            return answer
    leases.mark_sending(job, ref=ref, seconds=kind.lease)
    return kind.effect.send(request, ref=ref)


def _effect_crashed(job: Job, kind: JobKind, request: Any, error: Exception) -> None:
    """A bug: before the call it may be tried again; after it nobody knows what was done."""
    logger.error("effect.failed kind=%s error=%s", job.kind, describe(error))
    _drop_broken_connection()
    if job.provider_ref:
        capability = kind.effect.capability_for(request) if request is not None else Capability.NONE
        _unknown(job, kind, describe(error), capability)
    else:
        leases.fail(job, reason=describe(error), max_errors=kind.max_errors)


def _unknown(job: Job, kind: JobKind, reason: str, capability: Any) -> None:
    logger.warning("effect.unknown kind=%s reason=%s", job.kind, reason)
    leases.leave_unknown(
        job, reason=reason, ask_again=capability is not Capability.NONE, max_errors=kind.max_errors
    )
