"""Taking everything along, and leaving: archives, erasures, and what is kept until when."""

from accounts.operations.leaving.archives import (
    build_export,
    make_link,
    request_export,
    shred_due_exports,
    take_archive,
)
from accounts.operations.leaving.asking import (
    bring_forward_erasure,
    confirm_erasure,
    drop_unconfirmed,
    request_erasure,
    withdraw_erasure,
)
from accounts.operations.leaving.retention import forget_tombstones, sweep_retention
from accounts.operations.leaving.saga import due_erasures, run_erasure, warn_of_deadlines

__all__ = [
    "bring_forward_erasure",
    "build_export",
    "confirm_erasure",
    "drop_unconfirmed",
    "due_erasures",
    "forget_tombstones",
    "make_link",
    "request_erasure",
    "request_export",
    "run_erasure",
    "shred_due_exports",
    "sweep_retention",
    "take_archive",
    "warn_of_deadlines",
    "withdraw_erasure",
]
