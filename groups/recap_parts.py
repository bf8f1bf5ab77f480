"""What an event that is over still asks for on its page."""

from typing import Any

from common.access import Actor
from common.registries import PagePart, page_parts
from groups import queries
from groups.door_states import AttendanceState
from groups.models import Event
from groups.queries import EventCard


def recap_part(*, event: Event, card: EventCard, viewer: Actor, runs: bool) -> dict[str, Any] | None:
    """At most two statements, none before it is over."""
    if not event.is_over:
        return None
    known = queries.attendance_of(event=event, member_id=viewer.pk)
    came = known is not None and known.state == AttendanceState.CAME
    return {"event": event, "came": came, "runs": runs, "recap": queries.recap_of(event)}


def register() -> None:
    page_parts.register(
        PagePart(
            key="groups.recap", page="event", order=20, build=recap_part, template="groups/parts/recap.html"
        )
    )
