"""The desk and a bill: take it back, have it asked for anew, settle another amount."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import NotFound
from gifts import errors, facts, rules
from gifts.models import Transfer, TransferStep
from gifts.operations.transfers import finish, tell_of_money
from gifts.states import MONEY_STOPPABLE, TransferState
from outbox import audit

T = TransferState


@transaction.atomic
def take_back_money(*, actor: Actor, gift_id: int, reason: str, now: datetime) -> Transfer:
    """Have the payer told that nobody may confirm this bill any more; a refused one just ends.

    Whether the payer heard it in time is known when the payer has answered. Repeating changes nothing.

    Raises: NotFound, ReasonMissing, TooLateToStop, Stale.
    """
    transfer = _bill_at_desk(actor, gift_id)
    why = rules.check_reason(reason)
    if transfer.cancel_asked_at is not None or transfer.state == T.CANCELLED:
        return transfer
    if transfer.state == T.REFUSED:
        give_up_refused(transfer, actor=actor, reason=rules.BY_DESK, now=now)
    elif transfer.state in MONEY_STOPPABLE:
        asked = Transfer.objects.filter(pk=transfer.pk, state=transfer.state, cancel_asked_at__isnull=True)
        if not asked.update(cancel_asked_at=now, cancel_reason=why):
            raise errors.TooLateToStop
        transfer.refresh_from_db(fields=["cancel_asked_at", "cancel_reason"])
        occasion = uuid.uuid4().hex
        tell_of_money(
            facts.MoneyStopAsked, transfer.gift, now=now, transfer_id=transfer.pk, occasion=occasion
        )
    else:
        raise errors.TooLateToStop
    audit.note(actor, verb="gifts.take-back-money", kind="gifts.transfer", key=transfer.public_id, why=why)
    return transfer


@transaction.atomic
def ask_payer_anew(*, actor: Actor, gift_id: int, reason: str, now: datetime) -> Transfer:
    """Once what was wrong is mended: another bill for the same yes, under a new number.

    Again, while that one is being made: no change. Raises: NotFound, ReasonMissing, NotRefused, Stale.
    """
    transfer = _bill_at_desk(actor, gift_id)
    why = rules.check_reason(reason)
    if transfer.state == T.REQUESTED and transfer.former_no:
        return transfer
    if transfer.state != T.REFUSED:
        raise errors.NotRefused
    transfer.ask_anew(actor=actor, bill_no=uuid.uuid4().hex, why=why)
    tell_of_money(facts.MoneyAskedAnew, transfer.gift, now=now, bill_no=transfer.bill_no)
    return transfer


@transaction.atomic
def take_as_paid(*, actor: Actor, gift_id: int, reason: str, now: datetime) -> Transfer:
    """The payer has paid another amount, and somebody decides to leave it at that. Again: no change.

    Raises: NotFound, ReasonMissing, NotHeld, Stale.
    """
    transfer = _bill_at_desk(actor, gift_id)
    why = rules.check_reason(reason)
    if transfer.state == T.PAID:
        return transfer
    is_paid = TransferStep.objects.filter(transfer=transfer, state=T.PAID).exists()
    if transfer.state != T.HELD or not is_paid:
        raise errors.NotHeld
    transfer.end(T.PAID, actor=actor, provider_ref=transfer.provider_ref, reason=rules.WRONG_AMOUNT, now=now)
    finish(transfer, now=now)
    audit.note(actor, verb="gifts.take-as-paid", kind="gifts.transfer", key=transfer.public_id, why=why)
    return transfer


def give_up_refused(transfer: Transfer, *, actor: Actor, reason: str, now: datetime) -> None:
    """The payer has no bill, so nobody need be asked; the amount is free again. In an open transaction."""
    transfer.end(T.CANCELLED, actor=actor, provider_ref="", reason=reason, now=now)
    finish(transfer, now=now)


def _bill_at_desk(actor: Actor, gift_id: int) -> Transfer:
    found = Transfer.objects.select_related("gift__item", "gift__line").filter(gift_id=gift_id).first()
    allow(actor, "gifts.mend-money", found.gift if found else None)
    if found is None:
        raise NotFound
    return found


# --- the effect gifts.stop-bill -------------------------------------------------------------------


def bill_to_stop(*, transfer_id: int) -> str | None:
    """The number of a bill that is to be taken back and is not over. One statement."""
    wanted = Transfer.objects.filter(pk=transfer_id, state__in=MONEY_STOPPABLE, cancel_asked_at__isnull=False)
    return wanted.values_list("bill_no", flat=True).first()


@transaction.atomic
def note_stop_answer(*, transfer_id: int, is_refused: bool, least: timedelta) -> None:
    """``is_refused``: the payer won't, and it can still be confirmed; the desk may wish it again.

    What is being taken back is followed to its end.
    """
    if is_refused:
        refused = Transfer.objects.filter(pk=transfer_id, cancel_asked_at__isnull=False)
        if refused.update(cancel_asked_at=None):
            audit.note(SYSTEM, verb="gifts.not-taken-back", kind="gifts.transfer", key=str(transfer_id))
    now = db_now()
    Transfer.objects.filter(pk=transfer_id, next_check_at__isnull=False).update(next_check_at=now + least)
