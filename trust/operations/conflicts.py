"""Who may not review whom. Declared downwards by the apps that know of a tie."""

from collections.abc import Iterable

from common.clock import DbNow
from trust import rules
from trust.models import Conflict


def declare_conflict(member_a: int, member_b: int, reason: str) -> None:
    """Neither of the two reviews the other from now on. Repeating, in any order, changes nothing.

    ``reason`` is a short code such as ``referral``; one's own case is excluded anyway.
    """
    declare_conflicts(member_a, [member_b], reason)


def declare_conflicts(member_id: int, other_ids: Iterable[int], reason: str) -> None:
    """As ``declare_conflict``, between one and each of many. One statement for each thousand."""
    pairs = [rules.pair(member_id, other_id) for other_id in other_ids if other_id != member_id]
    rows = [
        Conflict(low_id=low, high_id=high, reason=reason[:60], declared_at=DbNow()) for low, high in pairs
    ]
    Conflict.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
