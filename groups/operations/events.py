"""Making an event, opening it, changing its places; the clock starts and ends it."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.queries import as_member
from common.access import SYSTEM, Actor, allow, may
from common.errors import NotFound
from groups import errors, event_rules, rules
from groups.event_states import NOT_BEGUN, EventState
from groups.models import Event, Group
from groups.operations.acts import note_act
from groups.operations.board import check_not_muted
from groups.operations.opening import open_event
from groups.operations.rsvps import fill, lock_event
from groups.operations.series import continue_one, lock_series
from groups.states import GroupState


@transaction.atomic
def draft_event(*, actor: Actor, group_id: int, given: event_rules.EventInput, now: datetime) -> Event:
    """A draft that only its host and the group's stewards see. The group's time zone is the event's.

    Raises: NotFound, Muted, TitleMissing, TextTooLong, UnknownChoice, PlaceMissing, BadMapLink,
    OutOfRange, NoSuchHour, InThePast.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.host-event", group)
    if group is None:
        raise NotFound
    check_not_muted(group_id, as_member(actor).pk)
    event_rules.check_event(given)
    starts_at = event_rules.moment_of(given.starts, group.time_zone)
    if starts_at <= now:
        raise errors.InThePast(field="starts")
    return Event.objects.create(
        group=group,
        host=as_member(actor),
        title=rules.trimmed(given.title),
        about=rules.trimmed(given.about),
        venue=given.venue.strip(),
        map_url=given.map_url,
        time_zone=group.time_zone,
        starts_wall=given.starts.isoformat(timespec="minutes"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=given.hours),
        capacity=given.capacity,
        max_party=given.max_party,
        queue_rule=given.queue_rule,
        offer_minutes=given.offer_minutes,
        created_at=now,
    )


@transaction.atomic
def publish_event(*, actor: Actor, event_id: int, now: datetime) -> Event:
    """Open it for answers; its series goes on from here. Repeating changes nothing.

    Raises: NotFound, Muted, GroupArchived, HostingKept, InThePast, IllegalMove.
    """
    series = (
        Event.objects.filter(pk=event_id, series__isnull=False).values_list("series_id", flat=True).first()
    )
    if series is not None:  # before the event: in the order of everybody who changes a series
        lock_series(series)
    event = to_change(actor, event_id)
    if event.state == EventState.PUBLISHED:
        return event
    check_not_muted(event.group_id, as_member(actor).pk)
    check_may_open(event, actor)
    if event.starts_at <= now:
        raise errors.InThePast(field="starts")
    open_event(event, actor=actor, now=now)
    fill(event, now=now)
    if series is not None:
        continue_one(series, now=now)
    return event


@transaction.atomic
def set_capacity(*, actor: Actor, event_id: int, capacity: int, now: datetime) -> Event:
    """More or fewer places; new ones go to the line. Repeating changes nothing.

    Raises: NotFound, OutOfRange, PlacesTaken (nobody loses a place), TooLateToChange.
    """
    event = to_change(actor, event_id)
    check_still_to_come(event)
    if not 1 <= capacity <= event_rules.MOST_PLACES:
        raise errors.OutOfRange(field="capacity", least=1, most=event_rules.MOST_PLACES)
    if capacity < event.seats_held:
        raise errors.PlacesTaken(held=event.seats_held)
    if capacity < event.max_party:  # a party that can never fit would hold up the line for ever
        raise errors.OutOfRange(field="capacity", least=event.max_party, most=event_rules.MOST_PLACES)
    if capacity != event.capacity:
        note_act(event, actor, "set-capacity", old=str(event.capacity), new=str(capacity))
    event.capacity = capacity
    event.save(update_fields=["capacity"])
    fill(event, now=now)
    return event


def follow_clock(*, now: datetime) -> None:
    """Events whose hour has come begin, those whose time is over end. Repeating changes nothing."""
    begun = Event.objects.filter(state=EventState.PUBLISHED, starts_at__lte=now)
    over = Event.objects.filter(state=EventState.RUNNING, ends_at__lte=now)
    for event_id in list(begun.order_by("pk").values_list("pk", flat=True)):
        _follow(event_id, now=now)
    for event_id in list(over.order_by("pk").values_list("pk", flat=True)):
        _follow(event_id, now=now)


@transaction.atomic
def _follow(event_id: int, *, now: datetime) -> None:
    event = lock_event(event_id)
    if event.state == EventState.PUBLISHED and event.starts_at <= now:
        event.begin(actor=SYSTEM)
    elif event.state == EventState.RUNNING and event.ends_at <= now:
        event.end(actor=SYSTEM)


def check_may_open(event: Event, actor: Actor) -> None:
    """Whoever opens an event may host here now, whatever they might when they drafted it.

    Raises: GroupArchived, HostingKept.
    """
    if event.group.state == GroupState.ARCHIVED:
        raise errors.GroupArchived
    if not may(actor, "groups.host-event", event.group):
        raise errors.HostingKept


def check_still_to_come(event: Event) -> None:
    """Raises: TooLateToChange."""
    if event.state not in NOT_BEGUN:
        raise errors.TooLateToChange


def to_change(actor: Actor, event_id: int, *, verb: str = "groups.change-event") -> Event:
    allow(actor, verb, Event.objects.select_related("group").filter(pk=event_id).first())
    return lock_event(event_id)
