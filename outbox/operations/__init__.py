from outbox.operations.jobs import decide_unknown, give_up, replay_job
from outbox.operations.reconciliation import record_reconciliation, run_checks

__all__ = ["decide_unknown", "give_up", "record_reconciliation", "replay_job", "run_checks"]
