"""Valid events of groups, made through the operations."""

from datetime import datetime
from typing import Any

from accounts.models import Member
from groups import operations
from groups.models import RSVP, Attendance, CheckIn, Event, Group, Recap, Team, TeamTask, Ticket
from groups.operations import EventInput
from tests.factories import albums
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


def answer(made: Event, who: Member, *, seats: int = 1, now: datetime = NOW, agrees: bool = False) -> RSVP:
    return operations.answer_event(actor=who, event_id=made.pk, seats=seats, now=now, agrees=agrees)


def states(made: Event, people: list[Member]) -> list[str]:
    """Where each stands in the database now."""
    rows = dict(RSVP.objects.filter(event=made).values_list("member_id", "state"))
    return [str(rows[who.pk]) for who in people]


def hosted(home: Group, host: Member, fellow: Member) -> dict[str, Any]:
    """An open event, both coming, teams mixed; another where the host was let in and the fellow not seen."""
    past = event(group=home)
    rsvps = [answer(past, one) for one in (host, fellow)]
    CheckIn.objects.create(
        ticket=Ticket.objects.get(rsvp=rsvps[0]), method="list", by=host, at=NOW, recorded_at=NOW
    )
    Attendance.objects.create(rsvp=rsvps[1], state="absent", since=NOW)
    _did_a_task(past, host)
    told = operations.write_post(actor=host, group_id=home.pk, body="We played", now=NOW)
    Recap.objects.create(event=past, post=told, at=NOW)
    albums.photo(past, fellow, host)
    made = event(group=home, starts=datetime(2100, 1, 1, 19))
    operations.repeat_event(actor=host, event_id=made.pk, rhythm="weekly", until=None, now=NOW)
    operations.ask_deposit(actor=host, event_id=made.pk, fen=2000, hours=24, now=NOW)
    mine = answer(made, host)
    answer(made, fellow, agrees=True)
    operations.mix_teams(actor=host, event_id=made.pk, size=4, keeps_wishes=True, now=NOW, seed=1)
    cards = operations.pick_tasks(actor=host, event_id=made.pk, keys=["names"], now=NOW)
    return {
        "event": made,
        "bare_event": event(group=home, starts=datetime(2100, 2, 1, 19)),
        "task_card": cards[0],
        "seat_id": Ticket.objects.get(rsvp=mine).public_id,
        "calendar_secret": operations.make_calendar_link(actor=host, now=NOW).secret,
    }


def _did_a_task(made: Event, host: Member) -> None:
    """Said to be done by one of two in a team."""
    operations.mix_teams(actor=host, event_id=made.pk, size=4, keeps_wishes=True, now=NOW, seed=1)
    card = operations.pick_tasks(actor=host, event_id=made.pk, keys=["names"], now=NOW)[0]
    team = Team.objects.get(event=made)
    TeamTask.objects.create(card=card, team=team, claimed_by=host, claimed_at=NOW)
