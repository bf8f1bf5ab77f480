"""For tests and the demo's seed: run due jobs in this process, through the same lease path."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings

from common.clock import DbNow
from outbox import leases, runner
from outbox.models import Job
from outbox.states import JobState


def run_jobs(kinds: Collection[str] | None = None, *, limit: int = 1000) -> int:
    """Run what is due, and what that causes, until nothing is; returns how many jobs were run.

    ``kinds``: only these kinds; others are left waiting.
    """
    done = 0
    if kinds is not None:
        held = Job.objects.filter(state=JobState.TODO).exclude(kind__in=list(kinds))
        held.update(run_at=DbNow() + timedelta(days=365 * 50))
    while done < limit:
        batch = [job for queue in settings.OUTBOX_QUEUES for job in leases.take(queue, count=20)]
        if not batch:
            break
        for job in batch:
            if kinds is not None and job.kind not in kinds:
                leases.give_back(job)
                Job.objects.filter(pk=job.pk).update(run_at=DbNow() + timedelta(days=365 * 50))
                continue
            runner.run(job)
            done += 1
    if kinds is not None:
        Job.objects.filter(state=JobState.TODO, run_at__gt=DbNow() + timedelta(days=365 * 40)).update(
            run_at=DbNow()
        )
    return done
