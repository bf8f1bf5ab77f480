"""What whoever answers an event promises. Under the event's lock."""

from datetime import datetime

from groups import deposit_errors
from groups.deposit_states import OPEN, DepositKind
from groups.models import RSVP, DepositEntry, Event


def check_agreed(event: Event, *, member_id: int, agrees: bool) -> None:
    """Nobody answers an event that asks for a deposit without having read its rules; its host holds it.

    Raises: DepositNotAgreed.
    """
    if event.deposit_fen and member_id != event.host_id and not agrees:
        raise deposit_errors.DepositNotAgreed(field="agrees")


def promise_deposit(event: Event, mine: RSVP, *, now: datetime) -> None:
    """Once for as long as it is not settled, however often they leave and come back."""
    if not event.deposit_fen or mine.member_id == event.host_id:
        return
    last = DepositEntry.objects.filter(rsvp=mine).order_by("-pk").first()
    if last is None or last.kind not in OPEN:
        DepositEntry.objects.create(
            event=event, rsvp=mine, kind=DepositKind.PROMISED, fen=event.deposit_fen, at=now
        )
