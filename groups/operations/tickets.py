"""Tickets follow the places of an event: one per seat while it is held. The event's lock is held."""

from datetime import datetime

from common.ids import new_code
from groups.door_states import CODE_LENGTH
from groups.models import RSVP, Event, Ticket


def issue_tickets(event: Event, mine: RSVP, *, now: datetime) -> None:
    """For whoever has just got a place. Repeating changes nothing: tickets that count stay."""
    live = Ticket.objects.filter(rsvp=mine, voided_at__isnull=True)
    if live.exists():
        return
    codes = _free_codes(event, mine.seats)
    Ticket.objects.bulk_create(
        Ticket(event=event, rsvp=mine, number=number, code=code, issued_at=now)
        for number, code in enumerate(codes, start=1)
    )


def void_tickets(mine: RSVP, *, now: datetime) -> None:
    """The place is given back. Repeating changes nothing."""
    Ticket.objects.filter(rsvp=mine, voided_at__isnull=True).update(voided_at=now)


def _free_codes(event: Event, number: int) -> list[str]:
    """Letters that no other ticket of the event has; nobody else takes any under the lock."""
    found: set[str] = set()
    while len(found) < number:
        drawn = {new_code(CODE_LENGTH) for _seat in range(number - len(found))}
        found |= drawn - set(
            Ticket.objects.filter(event=event, code__in=drawn).values_list("code", flat=True)
        )
    return sorted(found)
