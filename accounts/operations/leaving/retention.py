"""What has been kept long enough goes: every app's rule, in batches, one after the other."""

from datetime import datetime

from accounts.operations.leaving.tombstones import forget_tombstones
from common.logs import log
from common.registries import retention_rules

__all__ = ["forget_tombstones", "sweep_retention"]

ROUNDS = 20


def sweep_retention(*, now: datetime) -> dict[str, int]:
    """Run each rule's sweep until it finds nothing more (at most 20 batches); {rule: how many went}.

    Call it outside a transaction. One rule's failure doesn't keep the others: it is raised at the end.
    """
    gone: dict[str, int] = {}
    failed: Exception | None = None
    for rule in retention_rules:
        if rule.sweep is None:
            continue
        try:
            gone[rule.key] = _sweep(rule.sweep, now)
        except Exception as error:
            failed = error
    log(__name__, "retention.swept", gone=sum(gone.values()))
    if failed is not None:
        raise failed
    return gone


def _sweep(sweep: object, now: datetime) -> int:
    total = 0
    for _round in range(ROUNDS):
        gone = sweep(now)  # type: ignore[operator]
        total += gone
        if not gone:
            break
    return total
