"""What events put on the Today page."""

from typing import Any

from common.registries import TodayCard
from groups import queries


def next_event(member: Any) -> dict[str, Any] | None:
    """The next event that the member answered. One statement."""
    mine = queries.next_answers(member).select_related("event__group").first()
    return {"mine": mine, "event": mine.event} if mine else None


def event_to_answer(member: Any) -> dict[str, Any] | None:
    """The next event of the member's groups that they never answered. One statement."""
    event = queries.unanswered(member).select_related("group").first()
    return {"event": event, "stamp": event.public_id} if event else None


CARDS = (
    TodayCard(
        key="groups.next-event",
        order=15,
        build=next_event,
        probe=queries.next_answers,
        template="groups/cards/next_event.html",
    ),
    TodayCard(
        key="groups.event-to-answer",
        order=45,
        build=event_to_answer,
        probe=queries.unanswered,
        template="groups/cards/event_to_answer.html",
        may_be_put_away=True,
    ),
)
