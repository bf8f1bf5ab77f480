"""Jobs of trust."""

from django.utils import timezone

from outbox.jobs import periodic
from trust import operations


@periodic("trust.expire-leases", every_seconds=60)
def expire_leases(**later: object) -> None:
    operations.expire_leases(now=timezone.now())
