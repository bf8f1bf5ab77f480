"""Asking for a deposit, and writing down what became of it. The host has the money; nothing is paid here."""

from datetime import datetime

from django.db import transaction

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import Actor, allow
from common.errors import NotFound
from groups import deposit_errors, deposit_rules, errors
from groups.deposit_states import FOLLOWS, DepositKind
from groups.event_states import RSVPState
from groups.models import RSVP, Attendance, DepositEntry, Event
from groups.operations.acts import note_act
from groups.operations.events import check_still_to_come, to_change
from groups.operations.rsvps import lock_event

NEWS = {
    DepositKind.RECEIVED: "groups.deposit-received",
    DepositKind.RETURNED: "groups.deposit-returned",
    DepositKind.KEPT: "groups.deposit-kept",
    DepositKind.WAIVED: "groups.deposit-waived",
}


@transaction.atomic
def ask_deposit(*, actor: Actor, event_id: int, fen: int, hours: int, now: datetime) -> Event:
    """Ask whoever comes for a deposit; 0 asks for none. ``hours`` before the start is still in time.

    Repeating changes nothing. Raises: NotFound, TooLateToChange, OutOfRange, DepositPromised.
    """
    event = to_change(actor, event_id)
    if (event.deposit_fen, event.deposit_hours) == (fen, hours):
        return event
    check_still_to_come(event)
    for name, given, most in (
        ("fen", fen, deposit_rules.MOST_FEN),
        ("hours", hours, deposit_rules.MOST_HOURS),
    ):
        if not 0 <= given <= most:
            raise errors.OutOfRange(field=name, least=0, most=most)
    if RSVP.objects.filter(event=event).exclude(member_id=event.host_id).exists():
        raise deposit_errors.DepositPromised
    old, new = str(event.deposit_fen), str(fen)
    note_act(event, actor, "ask-deposit", old=old, new=new, why=f"hours:{hours}")
    event.deposit_fen, event.deposit_hours = fen, hours
    event.save(update_fields=["deposit_fen", "deposit_hours"])
    return event


@transaction.atomic
def record_deposit(*, actor: Actor, event_id: int, number: int, kind: str, now: datetime) -> DepositEntry:
    """Write down what became of the deposit of a number in the line; the member is told.

    Repeating changes nothing. Raises: NotFound, UnknownChoice, DepositNotDue, DepositGoesBack.
    """
    allow(actor, "groups.change-event", Event.objects.select_related("group").filter(pk=event_id).first())
    event = lock_event(event_id)
    if kind not in NEWS:
        raise errors.UnknownChoice(field="kind")
    rsvp = RSVP.objects.filter(event=event, seq=number).first()
    last = DepositEntry.objects.filter(rsvp=rsvp).order_by("-pk").first() if rsvp else None
    if rsvp is None or last is None:
        raise NotFound
    if last.kind == kind:
        return last
    if kind not in FOLLOWS[last.kind]:
        raise deposit_errors.DepositNotDue(field="kind")
    if kind == DepositKind.RECEIVED and rsvp.state != RSVPState.GOING:
        raise deposit_errors.DepositNotDue(field="kind")
    reason = deposit_rules.why_kept(_outcome(event, rsvp)) if kind == DepositKind.KEPT else None
    if kind == DepositKind.KEPT and reason is None:
        raise deposit_errors.DepositGoesBack(field="kind")
    entry = DepositEntry.objects.create(
        event=event, rsvp=rsvp, kind=kind, fen=last.fen, reason=reason or "", by=as_member(actor), at=now
    )
    _tell(event, rsvp, entry, now=now)
    return entry


def _outcome(event: Event, rsvp: RSVP) -> deposit_rules.Outcome:
    known = Attendance.objects.filter(rsvp=rsvp).first()
    return deposit_rules.Outcome(
        event_state=event.state,
        starts_at=event.starts_at,
        hours=event.deposit_hours,
        rsvp_state=rsvp.state,
        since=rsvp.since,
        attendance=known.state if known else None,
    )


def _tell(event: Event, rsvp: RSVP, entry: DepositEntry, *, now: datetime) -> None:
    news = News(
        kind=NEWS[DepositKind(entry.kind)],
        member_id=rsvp.member_id,
        about=f"event:{event.pk}-deposit{entry.pk}",
        topic=f"group:{event.group_id}",
        by_id=entry.by_id,
        on=now.date(),
    )
    notify([news], now=now)
