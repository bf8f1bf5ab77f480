"""What a deposit puts on the page of an event."""

from typing import Any

from common.access import Actor
from common.registries import PagePart, page_parts
from groups import queries
from groups.models import Event
from groups.queries import EventCard


def deposit_part(*, event: Event, card: EventCard, viewer: Actor, runs: bool) -> dict[str, Any] | None:
    """One statement for whoever answered an event with a deposit, none for others."""
    if not event.deposit_fen and not runs:
        return None
    mine = card.mine.pk if card.mine and event.deposit_fen else None
    return {"event": event, "entries": queries.deposit_entries_of(rsvp_id=mine), "runs": runs}


def register() -> None:
    page_parts.register(
        PagePart(
            key="groups.deposit",
            page="event",
            order=4,
            build=deposit_part,
            template="groups/parts/deposit.html",
        )
    )
