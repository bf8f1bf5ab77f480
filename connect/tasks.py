"""Work of the open platform."""

from django.utils import timezone

from connect import operations
from outbox.jobs import job


@job("connect.publish-events")
def publish_events(*, batch: str, **later: object) -> None:
    operations.publish_batch(batch=batch, now=timezone.now())
