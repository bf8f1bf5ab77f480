"""What photos put on the page of an event."""

from typing import Any

from common.access import Actor, may
from common.registries import PagePart, page_parts
from groups import queries
from groups.album_rules import BEGUN
from groups.models import Event
from groups.queries import EventCard


def album_part(*, event: Event, card: EventCard, viewer: Actor, runs: bool) -> dict[str, Any] | None:
    """At most four statements, none before it has begun."""
    if event.state not in BEGUN or not may(viewer, "groups.see-album", event):
        return None
    return {"event": event, "asked": queries.photos_waiting_for(viewer.pk or 0, event=event)}


def register() -> None:
    page_parts.register(
        PagePart(
            key="groups.album", page="event", order=15, build=album_part, template="groups/parts/album.html"
        )
    )
