"""The hourly look at every invariant."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from common.clock import db_now
from common.registries import reconcile_checks
from outbox.models import FactRow


def run_checks() -> dict[str, list[str]]:
    """What each registered check finds, all of them looking at one state of the database."""
    with _one_state():
        return {check.key: check.run() for check in reconcile_checks}


@contextmanager
def _one_state() -> Iterator[None]:
    """Two sums read one after the other differ while people claim; read of one snapshot they don't.

    Nobody waits for it: PostgreSQL's snapshot locks nothing, and SQLite's plain BEGIN only reads (Django's
    own would take the write lock for as long as the checks last). Inside a transaction that one holds.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def record_reconciliation() -> FactRow:
    """Run every check and keep what was found as a fact."""
    found = run_checks()
    violations = sum(len(sentences) for sentences in found.values())
    return FactRow.objects.create(
        kind="outbox.reconciled",
        subject=db_now().isoformat(timespec="seconds"),
        payload={"violations": violations, "found": {key: rows[:20] for key, rows in found.items() if rows}},
    )
