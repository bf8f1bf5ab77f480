"""Another time or place, putting off and calling off; whoever answered is told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import Actor
from groups import errors, event_rules, facts, rules
from groups.event_states import LIVE, WORD_LIMIT, EventNews, EventState, RSVPState
from groups.models import RSVP, CheckIn, Event
from groups.operations.acts import note_act
from groups.operations.board import check_not_muted
from groups.operations.events import check_may_open, check_still_to_come, to_change
from groups.operations.indexing import index_event
from groups.operations.rsvps import ask_again, fill, shorten_offers, void_answers
from outbox.facts import record

CHANGED, RECONFIRM, CALLED_OFF = "groups.event-changed", "groups.event-reconfirm", "groups.event-called-off"
_AT_ONCE = 500
# What a host types over.
_TYPED = (
    *("title", "about", "venue", "map_url", "starts_wall", "starts_at", "ends_at"),
    *("capacity", "max_party", "queue_rule", "offer_minutes"),
)


@transaction.atomic
def change_event(
    *,
    actor: Actor,
    event_id: int,
    given: event_rules.EventInput,
    now: datetime,
    reconfirm: bool = False,
    word: str = "",
) -> Event:
    """What the host types over. An event that was put off opens again. Repeating changes nothing.

    Another time or place is told; once somebody was let in there is no other time any more. With
    ``reconfirm`` those who come are asked whether they still do.
    Raises: NotFound, Muted, TooLateToChange, GroupArchived and HostingKept (it would open again),
    SomebodyInside, InThePast, NoSuchHour, PlacesTaken, RuleInUse, what a draft refuses.
    """
    event = to_change(actor, event_id)
    check_not_muted(event.group_id, as_member(actor).pk)
    check_still_to_come(event)
    if event.state == EventState.POSTPONED:
        check_may_open(event, actor)
    event_rules.check_event(given)
    starts_at = event_rules.moment_of(given.starts, event.time_zone)
    if starts_at != event.starts_at:
        _check_nobody_inside(event)
    if starts_at <= now:
        raise errors.InThePast(field="starts")
    _check_line(event, given)
    was = (event.starts_at, event.ends_at, event.venue, event.state)
    changed = _write_over(event, given, starts_at)
    if changed:
        note_act(event, actor, "change", why=",".join(changed))
    index_event(event)
    if event.state == EventState.POSTPONED:
        event.publish(actor=actor)
    shorten_offers(event)
    if event.state == EventState.PUBLISHED and was != (
        event.starts_at,
        event.ends_at,
        event.venue,
        event.state,
    ):
        if reconfirm:
            ask_again(event, actor=actor, now=now)
        _note(event, EventNews.CHANGED, word, now=now)
    fill(event, now=now)
    return event


def _check_nobody_inside(event: Event) -> None:
    """Whoever was let in has been at this event: it can't take place at another time. The lock is held."""
    if CheckIn.objects.filter(ticket__event=event).exists():
        raise errors.SomebodyInside


@transaction.atomic
def postpone_event(*, actor: Actor, event_id: int, now: datetime, word: str = "") -> Event:
    """It will be another day: places and the line stay as they are. Repeating changes nothing.

    Raises: NotFound, IllegalMove, SomebodyInside.
    """
    event = to_change(actor, event_id)
    if event.state != EventState.POSTPONED:
        _check_nobody_inside(event)
        event.postpone(actor=actor)
        _note(event, EventNews.POSTPONED, word, now=now)
    return event


@transaction.atomic
def call_off_event(*, actor: Actor, event_id: int, now: datetime, word: str = "") -> Event:
    """Nobody comes. Repeating changes nothing. Raises: NotFound, IllegalMove (it has begun)."""
    event = to_change(actor, event_id, verb="groups.call-off-event")
    if event.state != EventState.CANCELLED:
        was_open = event.state != EventState.DRAFT
        event.call_off(actor=actor)
        void_answers(event, actor=actor, now=now)
        if was_open:
            _note(event, EventNews.CANCELLED, word, now=now)
    return event


def tell_of_change(*, event_id: int, sequence: int, what: str, happened_at: datetime, now: datetime) -> int:
    """Tell everybody whom the change concerns; how many. Repeating, also days later, tells nobody twice."""
    states = [RSVPState.VOID] if what == EventNews.CANCELLED else LIVE
    rows = RSVP.objects.filter(event_id=event_id, state__in=states).order_by("pk")
    people = list(rows.values_list("member_id", "state", "event__group_id", "event__host_id"))
    news = [
        News(
            kind=_kind(what, state),
            member_id=member_id,
            about=f"event:{event_id}-{sequence}",
            topic=f"group:{group_id}",
            by_id=host_id,
            on=happened_at.date(),
        )
        for member_id, state, group_id, host_id in people
        if member_id != host_id
    ]
    for start in range(0, len(news), _AT_ONCE):
        notify(news[start : start + _AT_ONCE], now=now, since=happened_at)
    return len(news)


def _kind(what: str, state: str) -> str:
    if what == EventNews.CANCELLED:
        return CALLED_OFF
    is_asked = what == EventNews.CHANGED and state == RSVPState.OFFERED
    return RECONFIRM if is_asked else CHANGED


def _check_line(event: Event, given: event_rules.EventInput) -> None:
    """Nobody loses a place, and nobody in line waits for what can never come."""
    if given.capacity < event.seats_held:
        raise errors.PlacesTaken(held=event.seats_held)
    live = RSVP.objects.filter(event=event, state__in=LIVE)
    biggest = live.aggregate(most=Max("seats"))["most"] or 1
    if given.max_party < biggest:
        raise errors.OutOfRange(field="max_party", least=biggest, most=event_rules.MOST_PARTY)
    if given.queue_rule != event.queue_rule and live.filter(state=RSVPState.WAITLISTED).exists():
        raise errors.RuleInUse(field="queue_rule")


def _write_over(event: Event, given: event_rules.EventInput, starts_at: datetime) -> list[str]:
    """Returns the names of what is other than it was."""
    before = {name: getattr(event, name) for name in _TYPED}
    if starts_at != event.starts_at:
        event.reminded = 0
    event.is_apart = event.series_id is not None
    event.title, event.about = rules.trimmed(given.title), rules.trimmed(given.about)
    event.venue, event.map_url = given.venue.strip(), given.map_url
    event.starts_wall = given.starts.isoformat(timespec="minutes")
    event.starts_at, event.ends_at = starts_at, starts_at + timedelta(hours=given.hours)
    event.capacity, event.max_party = given.capacity, given.max_party
    event.queue_rule, event.offer_minutes = given.queue_rule, given.offer_minutes
    event.save(update_fields=[*_TYPED, "reminded", "is_apart"])
    return [name for name in _TYPED if getattr(event, name) != before[name]]


def _note(event: Event, what: str, word: str, *, now: datetime) -> None:
    event.note_change(word=word.strip()[:WORD_LIMIT])
    news = facts.EventChanged(
        event_id=event.pk,
        group_id=event.group_id,
        sequence=event.sequence,
        what=what,
        occurred_at=now.isoformat(),
    )
    record(news, subject=event.public_id)
