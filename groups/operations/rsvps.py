"""Answers to an event and the line for its places. Everything about places runs under the event's lock.

The lock is an UPDATE of the event's row that changes nothing: it waits for whoever holds it, and what is read
afterwards is what they left, on both engines. Queue numbers are taken under it. A newcomer goes to the end
of the line first and ``fill`` decides, so that a free place always belongs to whoever has waited longest.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.queries import as_member
from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from groups import errors, event_rules, facts
from groups.event_states import HOLDING, LIVE, RSVPState, SeenAs
from groups.models import RSVP, Attendance, Event, QueueMove, TeamMember
from groups.operations.promises import check_agreed, promise_deposit
from groups.operations.tickets import issue_tickets, void_tickets
from outbox.facts import record_all


@transaction.atomic
def answer_event(
    *,
    actor: Actor,
    event_id: int,
    seats: int,
    now: datetime,
    agrees: bool = False,
    seen_as: str | None = None,
) -> RSVP:
    """Come, or wait in line. Repeating with the same number of places changes at most ``seen_as``.

    ``agrees``: to the deposit, where the event asks for one. ``seen_as``: how to stand on its page, also once
    it is over; None leaves that as it is.
    Raises: NotFound, EventClosed, OutOfRange (places), AlreadyAnswered (with another number of places),
    DepositNotAgreed, UnknownChoice.
    """
    if seen_as is not None and seen_as not in SeenAs.values:
        raise errors.UnknownChoice(field="seen_as")
    allow(actor, "groups.answer-event", Event.objects.select_related("group").filter(pk=event_id).first())
    member = as_member(actor)
    event = lock_event(event_id)
    _let_offers_end(event, now=now)
    mine = RSVP.objects.filter(event=event, member=member).first()
    if mine is not None and mine.state in LIVE and mine.seats == seats:
        return _shown(mine, seen_as)
    if not event.takes_answers_at(now):
        raise errors.EventClosed
    if mine is not None and mine.state in LIVE:
        raise errors.AlreadyAnswered
    if not 1 <= seats <= min(event.max_party, event.capacity):
        raise errors.OutOfRange(field="seats", least=1, most=min(event.max_party, event.capacity))
    check_agreed(event, member_id=member.pk, agrees=agrees)
    mine = _shown(_queue(event, mine, member.pk, seats=seats, actor=actor, now=now), seen_as)
    promise_deposit(event, mine, now=now)
    fill(event, asking=mine.pk, now=now)
    mine.refresh_from_db()
    return mine


def _shown(mine: RSVP, seen_as: str | None) -> RSVP:
    """No state, so no move: under the event's lock."""
    if seen_as is not None and mine.seen_as != seen_as:
        mine.seen_as = seen_as
        mine.save(update_fields=["seen_as"])
    return mine


@transaction.atomic
def accept_place(*, actor: Actor, event_id: int, now: datetime) -> RSVP:
    """Take the place that is held. Repeating changes nothing.

    An offer is either taken or ends: both happen under the lock. Raises: NotFound, OfferEnded.
    """
    allow(actor, "groups.change-answer", _answer(actor, event_id))
    event = lock_event(event_id)
    mine = RSVP.objects.get(event=event, member=as_member(actor))
    if mine.state == RSVPState.OFFERED and (mine.offer_expires_at or now) > now:
        _write(event, mine, RSVPState.GOING, actor=actor, now=now)
    elif mine.state != RSVPState.GOING:
        raise errors.OfferEnded
    return mine


@transaction.atomic
def cancel_answer(*, actor: Actor, event_id: int, now: datetime) -> RSVP:
    """Not come after all, or leave the line; who is next gets the place. Repeating changes nothing.

    Raises: NotFound (never answered), EventClosed (it is over, or they are there already).
    """
    mine = _answer(actor, event_id)
    allow(actor, "groups.change-answer", mine)
    event = lock_event(event_id)
    holding = RSVP.objects.filter(event=event, member_id=actor.pk or 0, state__in=LIVE)
    if holding.exists() and (event.is_over or Attendance.objects.filter(rsvp=mine).exists()):
        raise errors.EventClosed
    return release(event_id=event_id, member_id=actor.pk or 0, actor=actor, now=now)


def release(*, event_id: int, member_id: int, actor: Actor, now: datetime) -> RSVP:
    """Give one person's place back to the line. A transaction is open. Raises: NotFound."""
    event = lock_event(event_id)
    mine = RSVP.objects.filter(event=event, member_id=member_id).first()
    if mine is None:
        raise NotFound
    if mine.state in LIVE:
        _write(event, mine, RSVPState.CANCELLED, actor=actor, now=now)
        fill(event, now=now)
    return mine


def end_offers(*, now: datetime) -> int:
    """Offers that nobody took go to whoever is next. Repeating changes nothing; how many events changed."""
    ended = RSVP.objects.filter(state=RSVPState.OFFERED, offer_expires_at__lte=now)
    event_ids = sorted(set(ended.values_list("event_id", flat=True)))
    for event_id in event_ids:
        with transaction.atomic():
            event = lock_event(event_id)
            _let_offers_end(event, now=now)
            fill(event, now=now)
    return len(event_ids)


def lock_event(event_id: int) -> Event:
    """The event as it is now; nobody else changes its places until the transaction ends. Raises: NotFound."""
    if not Event.objects.filter(pk=event_id).update(next_seq=F("next_seq")):
        raise NotFound
    return Event.objects.get(pk=event_id)


def fill(event: Event, *, now: datetime, asking: int | None = None) -> list[RSVP]:
    """Give free places to the line, by its rule. The lock is held; returns who got one.

    Whoever is ``asking`` right now comes at once; the others are asked first where the event says so, and
    are told.
    """
    if event.free < 1 or not event.takes_answers_at(now):
        return []
    line = RSVP.objects.filter(event=event, state=RSVPState.WAITLISTED).order_by("seq")
    chosen = event_rules.next_in(line.iterator(), free=event.free, rule=event.queue_rule)
    for one in chosen:
        is_asked = event.offer_minutes is not None and one.pk != asking
        _write(event, one, RSVPState.OFFERED if is_asked else RSVPState.GOING, actor=SYSTEM, now=now)
    _tell(event, [one for one in chosen if one.pk != asking], now=now)
    return chosen


def ask_again(event: Event, *, actor: Actor, now: datetime) -> None:
    """Time or place are new: everybody but the host says once more whether they come. The lock is held.

    Their places stay held meanwhile, so nobody in line passes anybody by it.
    """
    minutes = event_rules.RECONFIRM_HOURS * 60
    until = event_rules.offer_end(minutes=minutes, starts_at=event.starts_at, now=now)
    rows = RSVP.objects.filter(event=event, state=RSVPState.GOING).exclude(member_id=event.host_id)
    for one in rows.order_by("seq"):
        one.offer(actor=actor, until=until, now=now)
        _receipt(event, one, old=RSVPState.GOING, held_before=event.seats_held, now=now)


def shorten_offers(event: Event) -> None:
    """No offer outlives the event's start. The lock is held."""
    rows = RSVP.objects.filter(event=event, state=RSVPState.OFFERED, offer_expires_at__gt=event.starts_at)
    rows.update(offer_expires_at=event.starts_at)


def void_answers(event: Event, *, actor: Actor, now: datetime) -> None:
    """The event is called off: nobody holds a place or waits any more. The lock is held."""
    for one in RSVP.objects.filter(event=event, state__in=LIVE).order_by("seq"):
        _write(event, one, RSVPState.VOID, actor=actor, now=now)


def _answer(actor: Actor, event_id: int) -> RSVP | None:
    return RSVP.objects.filter(event_id=event_id, member_id=actor.pk or 0).first()


def _let_offers_end(event: Event, *, now: datetime) -> None:
    rows = RSVP.objects.filter(event=event, state=RSVPState.OFFERED, offer_expires_at__lte=now)
    ended = list(rows.order_by("seq"))
    for one in ended:
        _write(event, one, RSVPState.LAPSED, actor=SYSTEM, now=now)
    _tell(event, ended, now=now)


def _tell(event: Event, moved: list[RSVP], *, now: datetime) -> None:
    news = [
        facts.PlaceMoved(
            group_id=event.group_id,
            member_id=one.member_id,
            event_id=event.pk,
            state=one.state,
            step=one.version,
            occurred_at=now.isoformat(),
        )
        for one in moved
    ]
    if news:
        record_all([(fact, event.public_id) for fact in news])


def _queue(
    event: Event, mine: RSVP | None, member_id: int, *, seats: int, actor: Actor, now: datetime
) -> RSVP:
    seq = event.next_seq
    event.next_seq = seq + 1
    Event.objects.filter(pk=event.pk).update(next_seq=event.next_seq)
    old = mine.state if mine is not None else ""
    if mine is None:
        mine = RSVP.objects.create(event=event, member_id=member_id, seats=seats, seq=seq, since=now)
    else:
        mine.queue(actor=actor, seq=seq, seats=seats, now=now)
    _receipt(event, mine, old=old, held_before=event.seats_held, now=now)
    return mine


def _write(event: Event, mine: RSVP, new: str, *, actor: Actor, now: datetime) -> None:
    """One move with its places and its receipt. The check on the event's row is the second wall."""
    old, before = mine.state, event.seats_held
    _move(event, mine, new, actor=actor, now=now)
    change = mine.seats * ((new in HOLDING) - (old in HOLDING))
    if change:
        Event.objects.filter(pk=event.pk).update(seats_held=F("seats_held") + change)
        event.seats_held += change
    if new == RSVPState.GOING:
        issue_tickets(event, mine, now=now)
    elif old in HOLDING and new not in HOLDING:
        void_tickets(mine, now=now)
        TeamMember.objects.filter(event=event, member_id=mine.member_id).delete()
    _receipt(event, mine, old=old, held_before=before, now=now)


def _move(event: Event, mine: RSVP, new: str, *, actor: Actor, now: datetime) -> None:
    if new == RSVPState.OFFERED:
        minutes = event.offer_minutes or 0
        until = event_rules.offer_end(minutes=minutes, starts_at=event.starts_at, now=now)
        mine.offer(actor=actor, until=until, now=now)
        return
    moves = {
        RSVPState.GOING: mine.seat,
        RSVPState.LAPSED: mine.lapse,
        RSVPState.CANCELLED: mine.cancel,
        RSVPState.VOID: mine.void,
    }
    moves[RSVPState(new)](actor=actor, now=now)


def _receipt(event: Event, mine: RSVP, *, old: str, held_before: int, now: datetime) -> None:
    QueueMove.objects.create(
        event=event,
        rsvp=mine,
        seq=mine.seq,
        old=old,
        new=mine.state,
        rule=event.queue_rule,
        seats=mine.seats,
        held_before=held_before,
        held_after=event.seats_held,
        at=now,
    )
