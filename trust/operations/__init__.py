"""The only writers of trust."""

from trust.operations.cases import submit_case, withdraw_case
from trust.operations.conflicts import declare_conflict
from trust.operations.decisions import decide_case
from trust.operations.review import ClaimView, expire_leases, lease_task, read_claim, release_task

__all__ = [
    "ClaimView",
    "decide_case",
    "declare_conflict",
    "expire_leases",
    "lease_task",
    "read_claim",
    "release_task",
    "submit_case",
    "withdraw_case",
]
