"""A draft becomes an event that people answer to."""

from datetime import datetime

from common.access import Actor
from groups import facts
from groups.models import Event
from groups.operations.indexing import index_event
from outbox.facts import record


def open_event(event: Event, *, actor: Actor, now: datetime) -> None:
    """Published, found by the search, and told. In the caller's transaction, holding the event's lock.

    Raises: IllegalMove.
    """
    event.publish(actor=actor)
    index_event(event)
    news = facts.EventPublished(
        event_id=event.pk, group_id=event.group_id, member_id=event.host_id, occurred_at=now.isoformat()
    )
    record(news, subject=event.public_id)
