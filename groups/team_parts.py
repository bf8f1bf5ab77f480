"""What teams put on the page of an event."""

from typing import Any

from common.access import Actor
from common.registries import PagePart, page_parts
from groups import queries
from groups.event_states import RSVPState
from groups.models import Event
from groups.queries import EventCard
from groups.team_states import TeamPlanState


def team_part(*, event: Event, card: EventCard, viewer: Actor, runs: bool) -> dict[str, Any] | None:
    """At most two statements. For whoever comes and for the host; nothing of a draft or one called off."""
    comes = card.mine is not None and card.mine.state == RSVPState.GOING
    if not (comes or runs) or event.state in ("draft", "cancelled"):
        return None
    plan = queries.team_plan_of(event)
    is_set = plan is not None and plan.state == TeamPlanState.LOCKED
    if plan is None and event.is_over:
        return None
    team = queries.team_of(event=event, member_id=viewer.pk or 0) if is_set and comes else None
    return {"plan": plan, "is_set": is_set, "team": team, "comes": comes, "runs": runs, "event": event}


def register() -> None:
    page_parts.register(
        PagePart(
            key="groups.team", page="event", order=10, build=team_part, template="groups/parts/team.html"
        )
    )
