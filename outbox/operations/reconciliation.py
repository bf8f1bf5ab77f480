"""The hourly look at every invariant."""

from common.clock import db_now
from common.registries import reconcile_checks
from outbox.models import FactRow


def record_reconciliation() -> FactRow:
    """Run every registered check and keep what it found as a fact."""
    found = {check.key: check.run() for check in reconcile_checks}
    violations = sum(len(sentences) for sentences in found.values())
    return FactRow.objects.create(
        kind="outbox.reconciled",
        subject=db_now().isoformat(timespec="seconds"),
        payload={"violations": violations, "found": {key: rows[:20] for key, rows in found.items() if rows}},
    )
