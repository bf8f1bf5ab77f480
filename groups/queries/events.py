"""Events as one reader sees them. Every list and page of events asks here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.people import Person, people_seen_by
from common.access import Actor
from common.pagination import Page, keyset
from groups.event_states import LIVE, TO_COME, EventState, RSVPState, SeenAs
from groups.models import RSVP, Event, Group, QueueMove
from groups.queries.groups import is_shown_to
from groups.queries.memberships import membership_of, role_in
from groups.states import GroupRole, MembershipState

# Over or called off: still to be read, below the others.
PAST = (EventState.ENDED, EventState.RECAPPED, EventState.CANCELLED)
_MOST_NAMES = 60


def event_by_id(public_id: str) -> Event | None:
    """With its group. One statement. Not every reader may see it: ask ``allow``."""
    return Event.objects.select_related("group").filter(public_id=public_id).first()


def events_by_id(event_ids: Iterable[int]) -> dict[int, Event]:
    """With their groups. One statement."""
    rows = Event.objects.select_related("group").filter(pk__in=set(event_ids))
    return {event.pk: event for event in rows}


def group_before(public_id: str, *, viewer: Actor) -> str:
    """Of an event that is open to its group: the public id of the group, if the viewer may know of it and is
    not in it; else ''. Two statements at most.
    """
    event = event_by_id(public_id)
    if event is None or event.state == EventState.DRAFT:
        return ""
    mine = membership_of(group_id=event.group_id, member_id=viewer.pk)
    is_inside = mine is not None and mine.is_active
    return event.group.public_id if not is_inside and is_shown_to(viewer, event.group, mine) else ""


def event_to_draw(pk: int) -> Event | None:
    """While it is to come or put off, with its group and host. One statement."""
    rows = Event.objects.select_related("group", "host")
    return rows.filter(pk=pk, state__in=TO_COME).exclude(state=EventState.RUNNING).first()


def event_id_of(public_id: str) -> int:
    """0 where there is none; operations refuse that as they do a hidden one. One statement."""
    return Event.objects.filter(public_id=public_id).values_list("pk", flat=True).first() or 0


def is_event_shown(event: Event, viewer: Actor) -> bool:
    """To the group's members; a draft to its host and the group's stewards. One statement."""
    mine = membership_of(group_id=event.group_id, member_id=viewer.pk)
    if mine is None or not mine.is_active:
        return False
    return event.state != EventState.DRAFT or event.host_id == viewer.pk or mine.role >= GroupRole.CO_STEWARD


def events_of(
    *, group: Group, viewer: Actor, past: bool = False, cursor: str | None = None, size: int = 20
) -> Page[Event]:
    """What is still to come, the next one first; with ``past`` the latest first. Two statements.

    The viewer is in the group.
    """
    rows = Event.objects.filter(group=group)
    role = role_in(group_id=group.pk, member_id=viewer.pk)
    if role < GroupRole.CO_STEWARD:
        rows = rows.filter(~Q(state=EventState.DRAFT) | Q(host_id=viewer.pk))
    if past:
        return keyset(rows.filter(state__in=PAST), order=("-starts_at", "-pk"), cursor=cursor, size=size)
    return keyset(rows.exclude(state__in=PAST), order=("starts_at", "pk"), cursor=cursor, size=size)


def answers_of(*, events: Iterable[Event], member_id: int | None) -> dict[int, RSVP]:
    """{event id: the member's answer}. One statement, none for visitors."""
    if member_id is None:
        return {}
    rows = RSVP.objects.filter(event_id__in=[event.pk for event in events], member_id=member_id)
    return {row.event_id: row for row in rows}


def answers_by_pair(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], RSVP]:
    """{(event id, member id): answer with its event}. One statement."""
    wanted = set(pairs)
    rows = RSVP.objects.select_related("event").filter(
        event_id__in={event_id for event_id, _member in wanted},
        member_id__in={member_id for _event, member_id in wanted},
    )
    found = {(row.event_id, row.member_id): row for row in rows}
    return {pair: row for pair, row in found.items() if pair in wanted}


@dataclass(frozen=True, kw_only=True)
class EventCard:
    """An event as its page shows it to one viewer.

    ``ahead``: how many in line stand before the viewer; ``trades``: (city, line of work) of who come and
    show no more; ``hidden``: how many come and show nothing to the viewer.
    """

    event: Event
    mine: RSVP | None
    ahead: int
    in_line: int
    coming: list[Person]
    trades: list[tuple[str, str]]
    hidden: int
    host: Person | None
    receipts: list[QueueMove]

    @property
    def is_live(self) -> bool:
        return self.mine is not None and self.mine.state in LIVE

    @property
    def place_in_line(self) -> int:
        return self.ahead + 1


def card_of_event(*, event: Event, viewer: Actor) -> EventCard:
    """At most six statements, however many come."""
    mine = RSVP.objects.filter(event=event, member_id=viewer.pk or 0).first()
    line = RSVP.objects.filter(event=event, state=RSVPState.WAITLISTED)
    in_line = line.count()
    ahead = 0
    if mine is not None and mine.state == RSVPState.WAITLISTED:
        ahead = line.filter(seq__lt=mine.seq).count()
    going = RSVP.objects.filter(event=event, state=RSVPState.GOING).order_by("seq")
    shown = {
        member_id: SeenAs.NAME if viewer.pk in (member_id, event.host_id) else seen_as
        for member_id, seen_as in going.values_list("member_id", "seen_as")[:_MOST_NAMES]
    }
    people = people_seen_by(viewer, {*shown, event.host_id})
    moves = QueueMove.objects.filter(rsvp=mine).order_by("-pk")[:20] if mine is not None else []
    coming = [people[one] for one, how in shown.items() if one in people and how == SeenAs.NAME]
    profiles = [people[one].profile for one, how in shown.items() if one in people and how == SeenAs.TRADE]
    trades = sorted((one.city, one.industry) for one in profiles if one.city or one.industry)
    return EventCard(
        event=event,
        mine=mine,
        ahead=ahead,
        in_line=in_line,
        coming=coming,
        trades=trades,
        hidden=len(shown) - len(coming) - len(trades),
        host=people.get(event.host_id),
        receipts=list(moves),
    )


def line_of(*, event: Event, cursor: str | None = None, size: int = 50) -> Page[QueueMove]:
    """Every move of the line by number, without names, the latest first. One statement."""
    return keyset(QueueMove.objects.filter(event=event), order=("-pk",), cursor=cursor, size=size)


def events_for(viewer: Actor, *, cursor: str | None = None, size: int = 20) -> Page[Event]:
    """What is still to come in the viewer's groups, the next one first, with groups. One statement."""
    return keyset(
        _open_to(viewer).select_related("group"), order=("starts_at", "pk"), cursor=cursor, size=size
    )


def _open_to(viewer: Actor) -> QuerySet[Event]:
    return Event.objects.filter(
        state__in=TO_COME,
        group__memberships__member_id=viewer.pk or 0,
        group__memberships__state=MembershipState.ACTIVE,
    )


def next_answers(member: Actor) -> QuerySet[RSVP]:
    """The member's live answers to open events, the next event first."""
    return RSVP.objects.filter(
        member_id=member.pk or 0,
        state__in=LIVE,
        event__state__in=(EventState.PUBLISHED, EventState.RUNNING),
    ).order_by("event__starts_at", "pk")


def unanswered(member: Actor) -> QuerySet[Event]:
    """Open events of the member's groups that they never answered, the next one first."""
    answered = RSVP.objects.filter(member_id=member.pk or 0).values("event_id")
    rows = _open_to(member).filter(state=EventState.PUBLISHED).exclude(pk__in=answered)
    return rows.order_by("starts_at", "pk")
