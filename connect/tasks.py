"""Work of the open platform."""

from datetime import timedelta

from django.utils import timezone

from common.clock import db_now
from connect import operations
from outbox.jobs import job, periodic

KEEP_DELIVERIES = timedelta(days=30)


@job("connect.publish-events")
def publish_events(*, batch: str, **later: object) -> None:
    operations.publish_batch(batch=batch, now=timezone.now())


@job("connect.import-events", transactional=False, lease_seconds=600)
def import_events(*, import_id: int, **later: object) -> None:
    operations.run_event_import(import_id=import_id, now=db_now())


@job("connect.pump", queue="webhooks", lease_seconds=90, transactional=False)
def pump(*, endpoint_id: int, lane: int, **later: object) -> None:
    """Tries are counted in the delivery, not here: this job ends well whatever the receiver says."""
    operations.pump(endpoint_id=endpoint_id, lane=lane)


@periodic("connect.sweep-webhooks", every_seconds=60)
def sweep(**later: object) -> None:
    operations.sweep()


@periodic("connect.tidy-webhooks", every_seconds=3600)
def tidy(**later: object) -> None:
    operations.forget_deliveries(before=db_now() - KEEP_DELIVERIES)
