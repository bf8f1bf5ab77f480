"""Tickets and the door of an event, through the operations."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Member
from groups import operations
from groups.models import Event, Ticket
from groups.operations.door import Admission


def tickets(made: Event, who: Member) -> list[Ticket]:
    """Those that count, by their numbers."""
    mine = Ticket.objects.filter(rsvp__event=made, rsvp__member=who, voided_at__isnull=True)
    return list(mine.order_by("number"))


def let_in(made: Event, ticket: Ticket | str, *, now: datetime | None = None, **given: Any) -> Admission:
    """By the host, when it begins."""
    code = ticket if isinstance(ticket, str) else ticket.code
    columns: dict[str, Any] = {"actor": made.host, "method": "code", **given}
    return operations.admit(event_id=made.pk, code=code, now=now or made.starts_at, **columns)


def over(made: Event, *, hours: int = 12) -> datetime:
    """So many hours after its end; the clock has been followed."""
    operations.follow_clock(now=made.starts_at)
    operations.follow_clock(now=made.ends_at)
    return made.ends_at + timedelta(hours=hours)
