"""Events in the world that grows, and the addresses where they are read."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import Member
from groups.models import Group
from tests.factories import albums, events, groups

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
    _one_more_promise(made)
    events.answer(events.event(group=made, starts=_STARTS), reader)
    return known


def _one_more_promise(made: Group) -> None:
    """Somebody more gives a deposit for the event that asks for one and repeats."""
    from groups.models import Event
    from groups.operations import ask_deposit, publish_event, record_deposit, repeat_event

    found = Event.objects.filter(group=made, deposit_fen__gt=0).order_by("pk").first()
    if found is None:
        found = events.event(group=made, starts=_STARTS, publish=False, capacity=100)
        ask_deposit(actor=found.host, event_id=found.pk, fen=2000, hours=24, now=groups.NOW)
        publish_event(actor=found.host, event_id=found.pk, now=groups.NOW)
        repeat_event(actor=found.host, event_id=found.pk, rhythm="monthly", until=None, now=groups.NOW)
    fellow = made.memberships.filter(state="active").latest("pk").member
    seat = events.answer(found, fellow, agrees=True)
    record_deposit(actor=found.host, event_id=found.pk, number=seat.seq, kind="received", now=groups.NOW)


def one_more_answer(public_id: str, who: Member) -> None:
    from groups.models import Event
    from groups.operations import mix_teams

    made = Event.objects.get(public_id=public_id)
    events.answer(made, who, now=groups.NOW)
    mix_teams(actor=made.host, event_id=made.pk, size=3, keeps_wishes=True, now=groups.NOW, seed=1)
    albums.photo(made, who, made.host)


def _event(tail: str) -> Callable[[Any], str]:
    return lambda world: f"/events/{world.event_id}/{tail}"


def _promise(tail: str) -> Callable[[Any], str]:
    from groups.models import Event

    rows = Event.objects.filter(deposit_fen__gt=0).order_by("pk")
    return lambda world: tail.replace("*", rows.filter(group__public_id=world.group_id)[0].public_id)


def _seat(event_id: str) -> str:
    from groups.models import Ticket

    rows = Ticket.objects.filter(event__public_id=event_id).order_by("pk")
    return rows.values_list("public_id", flat=True)[0]


def _card(event_id: str) -> str:
    from groups.models import Event
    from groups.operations import pick_tasks

    made = Event.objects.get(public_id=event_id)
    return pick_tasks(actor=made.host, event_id=made.pk, keys=["names", "other-team"], now=groups.NOW)[
        0
    ].public_id


def _photo(event_id: str) -> str:
    from groups.models import AlbumPhoto

    rows = AlbumPhoto.objects.filter(event__public_id=event_id).order_by("pk")
    return rows.values_list("public_id", flat=True)[0]


def _secret(member: Member) -> str:
    from groups.operations import make_calendar_link

    return make_calendar_link(actor=member, now=groups.NOW).secret


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
    "ticket": "ticket/",
    "excuse": "excuse/",
    "door": "door/",
    "door-later": "door/later/",
    "teams": "teams/",
    "lock-teams": "teams/lock/",
    "latecomers": "teams/late/",
    "team": "team/",
    "tasks": "tasks/",
    "album": "photos/",
    "add-photo": "photos/new/",
    "album-audience": "photos/for/",
    "recap": "recap/",
    "feedback": "feedback/",
    "pick-tasks": "tasks/pick/",
}
PROMISES = {
    "ask-deposit": "deposit/",
    "deposits": "deposits/",
    "repeat-event": "repeat/",
    "change-series": "series/edit/",
    "end-series": "series/end/",
}
ADDRESSES: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    **{f"groups:{name}": ("member", _event(tail)) for name, tail in PAGES.items()},
    **{f"groups:{name}": ("member", _promise(f"/events/*/{tail}")) for name, tail in PROMISES.items()},
    "api-event-deposits": ("member", _promise("/api/v1/events/*/deposits/")),
    "api-event-series": ("member", _promise("/api/v1/events/*/series/")),
    "groups:events": ("member", lambda world: f"/groups/{world.group_id}/events/"),
    "groups:draft-event": ("member", lambda world: f"/groups/{world.group_id}/events/new/"),
    "api-group-events": ("member", lambda world: f"/api/v1/groups/{world.group_id}/events/"),
    "groups:calendar": ("member", lambda world: "/events/calendar/"),
    "groups:end-calendar": ("member", lambda world: "/events/calendar/end/"),
    "groups:calendar-file": ("member", lambda world: f"/calendars/{_secret(world.member)}.ics"),
    "groups:event-file": ("member", lambda world: f"/events/{world.event_id}.ics"),
    "groups:scan": ("member", lambda world: f"/door/{_seat(world.event_id)}/"),
    "api-event-tickets": ("member", lambda world: f"/api/v1/events/{world.event_id}/tickets/"),
    "api-event-door": ("member", lambda world: f"/api/v1/events/{world.event_id}/door/"),
    "groups:task": ("member", lambda world: f"/task-cards/{_card(world.event_id)}/"),
    "groups:confirm-task": ("member", lambda world: f"/task-cards/{_card(world.event_id)}/confirm/"),
    "groups:photo": ("member", lambda world: f"/photos/{_photo(world.event_id)}/"),
    "groups:photo-large": ("member", lambda world: f"/photos/{_photo(world.event_id)}/large/"),
    "groups:photo-small": ("member", lambda world: f"/photos/{_photo(world.event_id)}/small/"),
    "groups:photo-down": ("member", lambda world: f"/photos/{_photo(world.event_id)}/down/"),
    "api-photo-picture": ("member", lambda world: f"/api/v1/photos/{_photo(world.event_id)}/picture/"),
    "api-event-photos": ("member", lambda world: f"/api/v1/events/{world.event_id}/photos/"),
    "api-event-recap": ("member", lambda world: f"/api/v1/events/{world.event_id}/recap/"),
    "api-event-tasks": ("member", lambda world: f"/api/v1/events/{world.event_id}/tasks/"),
    "api-event-teams": ("member", lambda world: f"/api/v1/events/{world.event_id}/teams/"),
    "api-event-team": ("member", lambda world: f"/api/v1/events/{world.event_id}/team/"),
    "api-event": ("member", lambda world: f"/api/v1/events/{world.event_id}/"),
}
