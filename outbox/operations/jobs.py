"""What an operator may do with jobs that stopped."""

import uuid

from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import IllegalMove, ReasonMissing, Stale
from outbox import audit
from outbox.bell import ring_on_commit
from outbox.models import Job
from outbox.states import JobState

MOST_OF_A_REASON = 300


@transaction.atomic
def replay_job(*, actor: Actor, job_id: uuid.UUID, why: str) -> None:
    """Put a dead job back to work with its counters at zero. Its outside reference stays the same.

    Raises: ReasonMissing, IllegalMove (not dead, or replayed meanwhile).
    """
    allow(actor, "outbox.operate-jobs")
    why = _reason(why)
    dead = Job.objects.filter(pk=job_id, state=JobState.DEAD)
    if dead.update(state=JobState.TODO, run_at=DbNow(), errors=0, crashes=0) != 1:
        raise IllegalMove
    _note(actor, job_id, "replay", why)
    ring_on_commit({Job.objects.values_list("queue", flat=True).get(pk=job_id)})


@transaction.atomic
def decide_unknown(*, actor: Actor, job_id: uuid.UUID, was_done: bool, why: str) -> None:
    """A person looked outside: the call was carried out, or it wasn't and is made again.

    ``was_done`` closes the job; what it should have written down is then entered by hand.

    Raises: ReasonMissing, IllegalMove (its outcome isn't unknown).
    """
    allow(actor, "outbox.operate-jobs")
    why = _reason(why)
    unknown = Job.objects.filter(pk=job_id, state=JobState.UNKNOWN)
    if was_done:
        changed = unknown.update(state=JobState.DONE, done_at=DbNow(), last_error="decided: was done")
    else:
        changed = unknown.update(state=JobState.UNKNOWN, run_at=DbNow(), provider_ref="", errors=0)
    if changed != 1:
        raise IllegalMove
    _note(actor, job_id, "decide-done" if was_done else "decide-again", why)


@transaction.atomic
def give_up(*, actor: Actor, job_id: uuid.UUID, why: str) -> None:
    """Close a dead job for good. Raises: ReasonMissing, IllegalMove."""
    allow(actor, "outbox.operate-jobs")
    why = _reason(why)
    dead = Job.objects.filter(pk=job_id, state=JobState.DEAD)
    if dead.update(state=JobState.DONE, done_at=DbNow(), last_error="given up") != 1:
        raise IllegalMove
    _note(actor, job_id, "give-up", why)


@transaction.atomic
def close_dead(*, kind: str, why: str) -> int:
    """Close every dead job of a kind, because what it was to do has come about otherwise; returns how many.

    A person who replayed one of them afterwards would do it twice.
    """
    dead = Job.objects.filter(kind=kind, state=JobState.DEAD)
    ids = list(dead.values_list("pk", flat=True))
    closed = dead.filter(pk__in=ids).update(state=JobState.DONE, done_at=DbNow(), last_error=why)
    if closed != len(ids):
        raise Stale
    for job_id in ids:
        _note(SYSTEM, job_id, "close-dead", why)
    return closed


def _reason(why: str) -> str:
    """For the audit trail."""
    if not why.strip():
        raise ReasonMissing(field="reason")
    return why.strip()[:MOST_OF_A_REASON]


def _note(actor: Actor, job_id: uuid.UUID, verb: str, why: str) -> None:
    audit.note(actor, verb=verb, kind="outbox.job", key=str(job_id), why=why)
