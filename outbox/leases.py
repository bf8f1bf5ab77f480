"""Taking, keeping and giving back jobs: compare-and-set with a fresh token, the database's clock."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Value

from common.clock import DbNow
from outbox.models import Job
from outbox.states import MAX_CRASHES, JobState

AT_WORK = [JobState.DOING, JobState.SENDING]
BACKOFF_BASE_SECONDS = 2.0
BACKOFF_CAP_SECONDS = 900.0


class LeaseLost(Exception):
    """Another worker has the job: whatever this one did in its transaction is rolled back."""


def take(queue: str, *, count: int) -> list[Job]:
    """Lease up to ``count`` due jobs of ``queue``, oldest first. A job that killed three workers dies.

    A job that was left behind is taken alone: if it is the one that kills, it takes no other job's try
    with it.
    """
    with transaction.atomic():
        jobs = Job.objects.filter(queue=queue).select_for_update(skip_locked=True)
        taken = _first_left_behind(jobs.left_behind())
        crashed = len(taken)
        if not taken:
            taken = list(jobs.due().order_by("run_at")[:count])
        if not taken:
            return []
        token = uuid.uuid4()
        Job.objects.filter(pk__in=[job.pk for job in taken]).update(
            state=JobState.DOING,
            lease_token=token,
            lease_until=DbNow() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
            attempts=F("attempts") + 1,
            crashes=F("crashes") + crashed,
        )
    for job in taken:
        job.state, job.lease_token = JobState.DOING, token
        job.attempts += 1
        job.crashes += crashed
    return taken


def _first_left_behind(left_behind: models.QuerySet[Job]) -> list[Job]:
    """At most one; those that have killed too often are buried on the way."""
    for job in left_behind.order_by("lease_until"):
        if job.crashes < MAX_CRASHES - 1:
            return [job]
        Job.objects.filter(pk=job.pk).update(
            state=JobState.DEAD,
            lease_token=None,
            lease_until=None,
            crashes=F("crashes") + 1,
            last_error="crashed",
        )
    return []


def _mine(job: Job) -> models.QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state__in=AT_WORK)


def extend(job: Job, *, seconds: int) -> None:
    """Raises: LeaseLost."""
    if _mine(job).update(lease_until=DbNow() + timedelta(seconds=seconds)) != 1:
        raise LeaseLost


def mark_sending(job: Job, *, ref: str, seconds: int) -> None:
    """Commit that an outside call is about to be made under ``ref``. Raises: LeaseLost."""
    changed = _mine(job).update(
        state=JobState.SENDING, provider_ref=ref, lease_until=DbNow() + timedelta(seconds=seconds)
    )
    if changed != 1:
        raise LeaseLost
    job.state, job.provider_ref = JobState.SENDING, ref


def complete(job: Job, *, note: str = "") -> None:
    """Raises: LeaseLost."""
    changed = _mine(job).update(
        state=JobState.DONE, done_at=DbNow(), lease_token=None, lease_until=None, last_error=note
    )
    if changed != 1:
        raise LeaseLost


def complete_all(jobs: Sequence[Job]) -> None:
    """Complete jobs that were taken together, in one statement. Raises: LeaseLost if any isn't ours."""
    mine = Job.objects.filter(
        pk__in=[job.pk for job in jobs], lease_token=jobs[0].lease_token, state__in=AT_WORK
    )
    changed = mine.update(
        state=JobState.DONE, done_at=DbNow(), lease_token=None, lease_until=None, last_error=""
    )
    if changed != len(jobs):
        raise LeaseLost


def give_back(job: Job) -> None:
    """Free a job that was leased and not started; silently nothing if it is not ours any more."""
    _mine(job).filter(state=JobState.DOING).update(
        state=JobState.TODO, lease_token=None, lease_until=None, attempts=F("attempts") - 1
    )


def fail(job: Job, *, reason: str, max_errors: int, surely_not_sent: bool = False) -> None:
    """Try again later with full jitter, or die after ``max_errors``."""
    errors = job.errors + 1
    values: dict[str, object] = {
        "errors": F("errors") + 1,
        "last_error": reason[:500],
        "lease_token": None,
        "lease_until": None,
    }
    if surely_not_sent:
        values["provider_ref"] = ""
    if errors >= max_errors:
        values["state"] = JobState.DEAD
    else:
        values |= {"state": JobState.TODO, "run_at": DbNow() + backoff(errors)}
    _mine(job).update(**values)


def leave_unknown(job: Job, *, reason: str, ask_again: bool, max_errors: int) -> None:
    """The call's outcome was not seen. ``ask_again`` False: a person decides."""
    errors = job.errors + 1
    again = ask_again and errors < max_errors
    _mine(job).update(
        state=JobState.UNKNOWN,
        run_at=DbNow() + backoff(errors) if again else Value(None),
        errors=F("errors") + 1,
        last_error=reason[:500],
        lease_token=None,
        lease_until=None,
    )


def backoff(errors: int) -> timedelta:
    """Full jitter: a random part of the doubled, capped time."""
    ceiling = min(BACKOFF_CAP_SECONDS, BACKOFF_BASE_SECONDS * 2.0**errors)
    return timedelta(seconds=random.uniform(0, ceiling))  # noqa: S311 - jitter, not a secret
