"""Numbers and checks for operators."""

import shutil
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min

from common.clock import db_now
from common.registries import Metric, ReconcileCheck
from outbox import audit
from outbox.bell import dropped_rings
from outbox.models import FactRow, Job, Tick
from outbox.states import JobState

MIN_FREE_BYTES = 200 * 1024 * 1024
# A due job older than this means that nobody works.
LATE_SECONDS = 3600


def oldest_due_seconds() -> float:
    """How long the oldest due job has waited; 0 when none does."""
    oldest: datetime | None = Job.objects.leasable().aggregate(at=Min("run_at"))["at"]
    return max(0.0, (db_now() - oldest).total_seconds()) if oldest else 0.0


def dead_jobs() -> float:
    return Job.objects.filter(state=JobState.DEAD).count()


def unknown_jobs() -> float:
    return Job.objects.filter(state=JobState.UNKNOWN).count()


def since_last_tick() -> float:
    """Seconds since the scheduler's last round; -1 when it never ran."""
    tick = Tick.objects.filter(name="scheduler").first()
    return (db_now() - tick.last_at).total_seconds() if tick else -1.0


def unsealed_lines() -> float:
    from outbox.models import AuditLine

    return AuditLine.objects.filter(seal_number__isnull=True).count()


def last_violations() -> float:
    """Violations of the last reconciliation; -1 before the first."""
    row = FactRow.objects.filter(kind="outbox.reconciled").order_by("-recorded_at").first()
    return float(row.payload["violations"]) if row else -1.0


def numbers() -> Sequence[Metric]:
    return [
        Metric(key="outbox.oldest-due-seconds", title="Oldest due job, seconds", read=oldest_due_seconds),
        Metric(key="outbox.dead", title="Dead jobs", read=dead_jobs),
        Metric(key="outbox.unknown", title="Jobs with unknown outcome", read=unknown_jobs),
        Metric(
            key="outbox.last-tick-seconds", title="Since the scheduler's last round", read=since_last_tick
        ),
        Metric(key="outbox.unsealed", title="Audit lines not yet sealed", read=unsealed_lines),
        Metric(key="outbox.violations", title="Violations at the last reconciliation", read=last_violations),
        Metric(key="outbox.dropped-rings", title="Rings dropped by this process", read=dropped_rings),
    ]


def why_not_ready() -> list[str]:
    """Reasons why this process should get no traffic; the broker is not among them (rings are only bells)."""
    reasons = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        reasons.append("migrations are not applied")
    folder = settings.VAR_DIR if settings.VAR_DIR.exists() else "."
    if shutil.disk_usage(folder).free < MIN_FREE_BYTES:
        reasons.append("the disk is nearly full")
    return reasons


def _overdue() -> list[str]:
    late = oldest_due_seconds()
    return [f"a due job has waited for {late:.0f} s"] if late > LATE_SECONDS else []


def checks() -> Sequence[ReconcileCheck]:
    return [
        ReconcileCheck(
            key="outbox.jobs-on-time", title="every due job is done, visible or young (I6)", run=_overdue
        ),
        ReconcileCheck(
            key="outbox.audit-chain", title="the audit chain matches its lines (I7)", run=audit.broken_seals
        ),
    ]
