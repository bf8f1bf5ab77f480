"""Who may not review whom. Declared downwards by the apps that know of a tie."""

from common.clock import DbNow
from trust import rules
from trust.models import Conflict


def declare_conflict(member_a: int, member_b: int, reason: str) -> None:
    """Neither of the two reviews the other from now on. Repeating, in any order, changes nothing.

    ``reason`` is a short code such as ``referral``; one's own case is excluded anyway.
    """
    if member_a == member_b:
        return
    low, high = rules.pair(member_a, member_b)
    row = Conflict(low_id=low, high_id=high, reason=reason[:60], declared_at=DbNow())
    Conflict.objects.bulk_create([row], ignore_conflicts=True)
