"""Events in the world that grows, and the addresses where they are read."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import Member
from groups.models import Group
from tests.factories import events, groups

_STARTS = datetime(2100, 1, 1, 19)


def one_more_event(made: Group, reader: Member, known: str) -> str:
    """One more in the group; somebody more answers the one that pages are read of, ``known``.

    The reader hosts it and comes.
    """
    if not known:
        first = events.event(group=made, starts=_STARTS, capacity=5)
        events.answer(first, reader)
        return first.public_id
    events.event(group=made, starts=_STARTS, publish=False)
    events.answer(events.event(group=made, starts=_STARTS), reader)
    return known


def one_more_answer(public_id: str, who: Member) -> None:
    from groups.models import Event

    events.answer(Event.objects.get(public_id=public_id), who, now=groups.NOW)


def _event(tail: str) -> Callable[[Any], str]:
    return lambda world: f"/events/{world.event_id}/{tail}"


PAGES = {
    "event": "",
    "event-line": "line/",
    "answer-event": "answer/",
    "accept-place": "accept/",
    "cancel-answer": "cancel/",
    "edit-event": "edit/",
    "publish-event": "publish/",
    "postpone-event": "postpone/",
    "call-off-event": "call-off/",
}
ADDRESSES: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    **{f"groups:{name}": ("member", _event(tail)) for name, tail in PAGES.items()},
    "groups:events": ("member", lambda world: f"/groups/{world.group_id}/events/"),
    "groups:draft-event": ("member", lambda world: f"/groups/{world.group_id}/events/new/"),
    "api-group-events": ("member", lambda world: f"/api/v1/groups/{world.group_id}/events/"),
    "api-event": ("member", lambda world: f"/api/v1/events/{world.event_id}/"),
}
