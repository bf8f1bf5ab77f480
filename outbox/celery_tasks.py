"""The one Celery task: a ring makes a worker drain a queue. It carries no data and returns nothing."""

from celery import shared_task
from django.conf import settings

from outbox.bell import RING, ring
from outbox.runner import drain

LIMIT = 200


@shared_task(name=RING, ignore_result=True)
def on_ring(queue: str) -> None:
    """Run what is due; after ``LIMIT`` jobs let others have the process and ring again."""
    if queue not in settings.OUTBOX_QUEUES:
        return
    if drain(queue, limit=LIMIT) >= LIMIT:
        ring(queue, insist=True)
