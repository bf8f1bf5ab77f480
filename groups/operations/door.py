"""The door of an event: each ticket lets in once, whoever scans it, from however many devices.

Everything runs under the event's lock; the unique key of ``CheckIn`` is the second wall.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import Actor, allow
from groups import door_rules, errors, facts
from groups.door_rules import Scan
from groups.door_states import EXCUSE_LIMIT, AttendanceState, CheckInMethod, ScanOutcome
from groups.event_states import EventState, RSVPState
from groups.models import RSVP, Attendance, CheckIn, Event, Ticket
from groups.operations.meetings import enter_meetings
from groups.operations.rsvps import lock_event
from groups.operations.team_tasks import catch_up
from outbox.facts import record

MISSED = "groups.missed-event"


@dataclass(frozen=True, kw_only=True)
class Admission:
    """``is_new``: this scan let them in; otherwise ``check_in`` tells when that was."""

    ticket: Ticket
    check_in: CheckIn
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """What became of one scan of an upload."""

    key: str
    outcome: str
    admission: Admission | None = None


@transaction.atomic
def admit(*, actor: Actor, event_id: int, code: str, method: str, now: datetime) -> Admission:
    """Let somebody in by what is on their ticket. Repeating lets nobody in twice and says when it was.

    Raises: NotFound, NoSuchTicket, TicketVoid, DoorClosed.
    """
    event = _at_door(actor, event_id)
    return _admit(event, Scan(key="", code=code, at=now), method=method, actor=actor, now=now)


@transaction.atomic
def admit_later(*, actor: Actor, event_id: int, scans: Iterable[Scan], now: datetime) -> list[Scanned]:
    """What a device kept while it had no connection, each with its time. Repeating changes nothing.

    A scan that an earlier upload brought is ``admitted`` again: its key tells that it is the same one.
    Raises: NotFound, OutOfRange (too many at once).
    """
    event = _at_door(actor, event_id)
    return [_scanned(event, scan, actor=actor, now=now) for scan in door_rules.check_scans(scans)]


def count_doors(*, now: datetime) -> int:
    """Some hours after the end, whoever had a place and was not seen is marked; how many events.

    Repeating, also days late, marks and tells nobody twice. Where nobody kept the door nobody is marked.
    """
    over = Event.objects.filter(state__in=(EventState.ENDED, EventState.RECAPPED), is_counted=False)
    due = over.filter(ends_at__lte=now - door_rules.COUNTED_AFTER).order_by("pk")
    event_ids = list(due.values_list("pk", flat=True))
    for event_id in event_ids:
        _count(event_id, now=now)
    return len(event_ids)


@transaction.atomic
def excuse_absence(*, actor: Actor, event_id: int, word: str, now: datetime) -> Attendance:
    """Say why one was not there. Repeating changes nothing.

    Raises: NotFound, WordsMissing, TextTooLong, NothingToExcuse, TooLateToExcuse.
    """
    rsvp = RSVP.objects.filter(event_id=event_id, member_id=actor.pk or 0).first()
    allow(actor, "groups.change-answer", rsvp)
    event = lock_event(event_id)
    missed = Attendance.objects.filter(rsvp=rsvp).first()
    if missed is not None and missed.state == AttendanceState.EXCUSED:
        return missed
    if missed is None or missed.state != AttendanceState.ABSENT:
        raise errors.NothingToExcuse
    if now >= event.ends_at + door_rules.EXCUSED_UNTIL:
        raise errors.TooLateToExcuse
    word = word.strip()
    if not word:
        raise errors.WordsMissing(field="word")
    if len(word) > EXCUSE_LIMIT:
        raise errors.TextTooLong(field="word", limit=EXCUSE_LIMIT)
    missed.excuse(actor=actor, word=word, now=now)
    return missed


def _at_door(actor: Actor, event_id: int) -> Event:
    allow(actor, "groups.keep-door", Event.objects.select_related("group").filter(pk=event_id).first())
    return lock_event(event_id)


def _admit(event: Event, scan: Scan, *, method: str, actor: Actor, now: datetime) -> Admission:
    ticket = _ticket(event, scan.code)
    let_in = CheckIn.objects.filter(ticket=ticket).first()
    if let_in is not None:
        return Admission(ticket=ticket, check_in=let_in, is_new=False)
    if ticket.voided_at is not None or ticket.rsvp.state != RSVPState.GOING:
        raise errors.TicketVoid(field="code")
    at = door_rules.at_the_door(scan.at, now=now)
    hours = door_rules.Hours(state=event.state, starts_at=event.starts_at, ends_at=event.ends_at)
    if not hours.is_open(at=at, now=now):
        raise errors.DoorClosed
    let_in = CheckIn.objects.create(
        ticket=ticket, method=method, by=as_member(actor), key=scan.key, at=at, recorded_at=now
    )
    if ticket.is_own:
        _was_there(event, ticket.rsvp, actor=actor, at=at)
    return Admission(ticket=ticket, check_in=let_in, is_new=True)


def _ticket(event: Event, typed: str) -> Ticket:
    """Raises: NoSuchTicket."""
    code = door_rules.read_code(typed)
    rows = Ticket.objects.select_related("rsvp").filter(event=event)
    ticket = rows.filter(Q(public_id=code) | Q(code=code.upper())).first()
    if ticket is None:
        raise errors.NoSuchTicket(field="code")
    return ticket


def _was_there(event: Event, rsvp: RSVP, *, actor: Actor, at: datetime) -> None:
    """Confirmed once per person and event: an answer is one row for good, and so is this."""
    known = Attendance.objects.filter(rsvp=rsvp).first()
    if known is None:
        Attendance.objects.create(rsvp=rsvp, state=AttendanceState.CAME, since=at)
    elif known.state == AttendanceState.CAME:  # by a ticket that was given back since
        return
    else:
        known.come(actor=actor, at=at)
    group_id = Event.objects.values_list("group__public_id", flat=True).get(pk=event.pk)
    news = facts.AttendanceConfirmed(
        member_id=rsvp.member_id, group=group_id, event=event.public_id, occurred_at=at.isoformat()
    )
    record(news, subject=event.public_id)
    catch_up(event, member_id=rsvp.member_id, group=group_id)
    enter_meetings(event, at=at, member_id=rsvp.member_id)


def _scanned(event: Event, scan: Scan, *, actor: Actor, now: datetime) -> Scanned:
    try:
        done = _admit(event, scan, method=CheckInMethod.LATER, actor=actor, now=now)
    except errors.NoSuchTicket:
        return Scanned(key=scan.key, outcome=ScanOutcome.UNKNOWN)
    except errors.TicketVoid:
        return Scanned(key=scan.key, outcome=ScanOutcome.VOID)
    except errors.DoorClosed:
        return Scanned(key=scan.key, outcome=ScanOutcome.CLOSED)
    is_same = done.is_new or done.check_in.key == scan.key != ""
    outcome = ScanOutcome.ADMITTED if is_same else ScanOutcome.AGAIN
    return Scanned(key=scan.key, outcome=outcome, admission=done)


@transaction.atomic
def _count(event_id: int, *, now: datetime) -> None:
    event = lock_event(event_id)
    if event.is_counted:
        return
    Event.objects.filter(pk=event.pk).update(is_counted=True)
    if not CheckIn.objects.filter(ticket__event=event).exists():
        return
    enter_meetings(event, at=event.starts_at)  # of teams that were mixed after the door
    coming = RSVP.objects.filter(event=event, state=RSVPState.GOING, attendance__isnull=True)
    missed = list(coming.exclude(member_id=event.host_id).order_by("seq"))
    Attendance.objects.bulk_create(
        Attendance(rsvp=one, state=AttendanceState.ABSENT, since=now) for one in missed
    )
    notify(
        [
            News(
                kind=MISSED,
                member_id=one.member_id,
                about=f"event:{event.pk}",
                topic=f"group:{event.group_id}",
                expires_at=event.ends_at + door_rules.EXCUSED_UNTIL,
                on=event.ends_at.date(),
            )
            for one in missed
        ],
        now=now,
    )
