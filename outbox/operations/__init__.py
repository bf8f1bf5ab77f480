from outbox.operations.jobs import close_dead, decide_unknown, give_up, replay_job
from outbox.operations.reconciliation import record_reconciliation, run_checks

__all__ = [
    "close_dead",
    "decide_unknown",
    "give_up",
    "record_reconciliation",
    "replay_job",
    "run_checks",
]
