"""Jobs of trust."""

from django.utils import timezone

from outbox.jobs import job, periodic
from trust import operations
from trust.operations import leaving


@periodic("trust.expire-leases", every_seconds=60)
def expire_leases(**later: object) -> None:
    operations.expire_leases(now=timezone.now())


@job("trust.stop-verifying")
def stop_verifying(*, member_id: int, **later: object) -> None:
    leaving.stop_verifying(member_id=member_id, now=timezone.now())
