"""Housekeeping of the outbox itself."""

from datetime import timedelta

from common import idempotency, limits
from common.clock import db_now
from common.files.keeping import sweep_blobs
from outbox import audit
from outbox.jobs import periodic
from outbox.models import Job
from outbox.operations import record_reconciliation
from outbox.states import JobState

KEEP_DONE_JOBS = timedelta(days=30)
KEEP_ANSWERS = timedelta(days=7)
KEEP_LOOSE_BLOBS = timedelta(hours=6)


@periodic("outbox.seal-audit", every_seconds=60)
def seal_audit(**later: object) -> None:
    audit.seal_lines()


@periodic("outbox.tidy", every_seconds=3600)
def tidy(**later: object) -> None:
    """Delete done jobs, old answers and old limit windows. Facts stay: they are the history."""
    now = db_now()
    Job.objects.filter(state=JobState.DONE, done_at__lt=now - KEEP_DONE_JOBS).delete()
    idempotency.forget_before(now - KEEP_ANSWERS)
    limits.forget_old_windows(before=now - timedelta(days=2))


@periodic("outbox.sweep-blobs", every_seconds=3600, lease_seconds=300, transactional=False)
def sweep_files(**later: object) -> None:
    """Remove blobs on disk that no row knows: of requests that ended halfway, and of shredded files."""
    sweep_blobs(before=db_now() - KEEP_LOOSE_BLOBS)


@periodic("outbox.reconcile", every_seconds=3600, lease_seconds=600, transactional=False)
def reconcile(**later: object) -> None:
    """Run every check; violations are stored as a fact for the admin and the health page."""
    record_reconciliation()
