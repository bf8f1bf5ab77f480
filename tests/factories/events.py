"""Valid events of groups, made through the operations."""

from datetime import datetime
from typing import Any

from accounts.models import Member
from groups import operations
from groups.models import RSVP, Event, Group
from groups.operations import EventInput
from tests.factories import groups as make
from tests.factories.groups import NOW


def draft_input(**given: Any) -> EventInput:
    columns = {
        "title": {"en": "Card games", "zh-hans": "桌游之夜"},
        "starts": datetime(2026, 4, 3, 19),
        "hours": 3,
        "venue": "Tea house, Yuyuan Road",
        "capacity": 10,
    }
    return EventInput(**{**columns, **given})


def event(*, group: Group | None = None, publish: bool = True, **given: Any) -> Event:
    """An event of ``group``, hosted by its founder."""
    home = group or make.group()
    host = home.founded_by
    made = operations.draft_event(actor=host, group_id=home.pk, given=draft_input(**given), now=NOW)
    if publish:
        operations.publish_event(actor=host, event_id=made.pk, now=NOW)
    return Event.objects.select_related("group", "host").get(pk=made.pk)


def world(people: int, **given: Any) -> tuple[Event, list[Member]]:
    """An open event and ``people`` of its group who have not answered yet."""
    members = [make.member() for _ in range(people)]
    return event(group=make.group(*members), **given), members


def answer(made: Event, who: Member, *, seats: int = 1, now: datetime = NOW) -> RSVP:
    return operations.answer_event(actor=who, event_id=made.pk, seats=seats, now=now)


def states(made: Event, people: list[Member]) -> list[str]:
    """Where each stands in the database now."""
    rows = dict(RSVP.objects.filter(event=made).values_list("member_id", "state"))
    return [str(rows[who.pk]) for who in people]
