"""What a series puts on the page of an event."""

from typing import Any

from common.access import Actor
from common.clock import db_now
from common.registries import PagePart, page_parts
from groups import queries
from groups.event_states import NOT_BEGUN
from groups.models import Event
from groups.queries import EventCard


def series_part(*, event: Event, card: EventCard, viewer: Actor, runs: bool) -> dict[str, Any] | None:
    """Two statements for an event that repeats, none for another."""
    if event.series_id is None:
        may_repeat = runs and event.state in NOT_BEGUN
        return {"event": event, "series": None, "may_repeat": True} if may_repeat else None
    found = queries.series_of(event, now=db_now())
    return {
        "event": event,
        "series": found.series if found else None,
        "upcoming": [one for one in found.upcoming if one.pk != event.pk] if found else [],
        "runs": runs,
        "may_change": runs and event.state in NOT_BEGUN,
    }


def register() -> None:
    page_parts.register(
        PagePart(
            key="groups.series", page="event", order=5, build=series_part, template="groups/parts/series.html"
        )
    )
