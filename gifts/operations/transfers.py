"""Money from "yes" to the recipient's own confirmation with the payer."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from accounts.queries import payee_of
from common.access import SYSTEM
from common.clock import DbNow, db_now
from common.errors import NotFound
from common.http.provider import ProviderConfig
from common.texts import Texts
from gifts import errors, facts, rules
from gifts.models import Gift, Transfer, TransferStep
from gifts.operations import stock_moves
from gifts.operations.fulfilment import DUE_AT_ONCE, give_at_once
from gifts.operations.offers import fact_about, line_source
from gifts.rules import BillInput
from gifts.states import MONEY_OVER, Fulfilment, GiftState, ItemKind, TransferState
from outbox import audit
from outbox.facts import record

T = TransferState


@dataclass(frozen=True, kw_only=True)
class MoneyOrder:
    """What a payer has to know. Lives in memory between reading and sending, and nowhere else."""

    bill_no: str
    former_no: str
    amount: int
    currency: str
    payee: str = field(repr=False)
    item_name: Texts
    reason: Texts


def open_transfer(*, gift: Gift, member_id: int, now: datetime) -> None:
    """The bill that an acceptance asks for; nothing where a clerk hands the money over.

    Inside the acceptance's transaction. Raises: TransfersOff, PayeeUnknown.
    """
    if gift.item.kind != ItemKind.MONEY or gift.item.fulfilment != Fulfilment.AUTO:
        return
    if not ProviderConfig.load("transfers").is_on:
        raise errors.TransfersOff
    if not payee_of(member_id):
        raise errors.PayeeUnknown
    Transfer.objects.create(
        gift=gift,
        bill_no=uuid.uuid4().hex,
        amount=gift.item.value_fen,
        currency=rules.CURRENCY,
        created_at=now,
    )


def _transfer(**known: object) -> Transfer | None:
    return Transfer.objects.select_related("gift__item", "gift__line").filter(**known).first()


# --- the effect gifts.pay-gift --------------------------------------------------------------------


@transaction.atomic
def prepare_transfer(*, gift_id: int) -> MoneyOrder | None:
    """What to send; None when the bill is known to be made. Repeatable."""
    transfer = _transfer(gift_id=gift_id)
    if transfer is None or transfer.state != T.REQUESTED:
        return None
    gift = transfer.gift
    if gift.state not in (GiftState.ACCEPTED, GiftState.PACKING):
        return None
    if gift.state == GiftState.ACCEPTED:
        gift.pack(actor=SYSTEM)
        audit.note(SYSTEM, verb="gifts.read-payee", kind="gifts.transfer", key=transfer.public_id)
    return MoneyOrder(
        bill_no=transfer.bill_no,
        former_no=transfer.former_no,
        amount=transfer.amount,
        currency=transfer.currency,
        payee=payee_of(gift.recipient_id or 0),
        item_name=gift.item.name,
        reason=gift.reason or gift.item.name,
    )


@transaction.atomic
def record_bill(*, bill_no: str, told: BillInput, least: timedelta, now: datetime) -> Transfer:
    """Write down what the payer says and move the bill forward. Never back, in whatever order it is told.

    ``least``: how soon the payer may be asked again. Repeating changes nothing.

    Raises: NotFound, WrongBill, Stale.
    """
    transfer = _transfer(bill_no=bill_no)
    if transfer is None:
        raise NotFound
    if told.amount is not None and told.amount != transfer.amount:
        raise errors.WrongBill
    write_step(transfer, told, reason=told.reason, now=now)
    if transfer.may_move(told.state):
        _advance(transfer, told, least=least, now=now)
    elif transfer.state == told.state == T.AWAITING_USER_CONFIRM and told.package and not transfer.package:
        Transfer.objects.filter(pk=transfer.pk, state=told.state).update(package=told.package)
    return transfer


def write_step(transfer: Transfer, told: BillInput, *, reason: str, now: datetime) -> None:
    step = TransferStep(
        transfer=transfer,
        happened_at=told.told_at or now,
        state=told.state,
        reason=reason,
        fingerprint=told.fingerprint(of=transfer.bill_no),
    )
    TransferStep.objects.bulk_create([step], ignore_conflicts=True)


@transaction.atomic
def hold_bill(*, bill_no: str, told: BillInput, least: timedelta, now: datetime) -> Transfer:
    """There is a bill of another amount than ours: nothing of it counts, the desk decides.

    Written down whatever it says; a bill that is over stays what it is. Repeating changes nothing.

    Raises: NotFound, Stale.
    """
    transfer = _transfer(bill_no=bill_no)
    if transfer is None:
        raise NotFound
    write_step(transfer, told, reason=rules.WRONG_AMOUNT, now=now)
    if told.state in (T.FAILED, T.CANCELLED) and transfer.may_move(told.state):
        _advance(transfer, told, least=least, now=now)
    elif transfer.may_move(T.HELD):
        transfer.hold(
            actor=SYSTEM,
            provider_ref=told.provider_ref or transfer.provider_ref,
            told_amount=told.amount or 0,
            reason=rules.WRONG_AMOUNT,
            next_check_at=db_now() + least,
        )
        _delay(transfer, now=now)
    return transfer


def _delay(transfer: Transfer, *, now: datetime) -> None:
    tell_of_money(facts.MoneyDelayed, transfer.gift, now=now, reason=transfer.reason)


def _advance(transfer: Transfer, told: BillInput, *, least: timedelta, now: datetime) -> None:
    ref = told.provider_ref or transfer.provider_ref
    if told.state in MONEY_OVER:
        is_ours = told.state == T.CANCELLED and transfer.cancel_asked_at is not None
        reason = rules.BY_DESK if is_ours and not told.reason else told.reason
        transfer.end(told.state, actor=SYSTEM, provider_ref=ref, reason=reason, now=now)
        finish(transfer, now=now)
    elif told.state == T.REFUSED:
        transfer.refuse(actor=SYSTEM, reason=told.reason)
        _delay(transfer, now=now)
    elif told.state == T.AWAITING_USER_CONFIRM:
        until = now + rules.CONFIRM_WITHIN
        transfer.await_confirmation(
            actor=SYSTEM,
            provider_ref=ref,
            package=told.package,
            confirm_by=until,
            next_check_at=db_now() + least,
        )
        tell_of_money(facts.MoneyWaits, transfer.gift, now=now, confirm_by=until.isoformat())
    else:
        transfer.advance(told.state, actor=SYSTEM, provider_ref=ref, next_check_at=db_now() + least)


def finish(transfer: Transfer, *, now: datetime) -> None:
    """The gift is the recipient's; or it ends, and its amount is free again. Inside the bill's own move."""
    gift = transfer.gift
    if gift.state == GiftState.ACCEPTED:
        gift.pack(actor=SYSTEM)  # told before our own send was written down
    if transfer.state == T.PAID:
        give_at_once(gift, actor=SYSTEM, now=now)
        return
    if transfer.reason == rules.OVERDUE:
        gift.lapse(actor=SYSTEM, why=transfer.reason, now=now)
        tell_of_money(facts.OfferExpired, gift, now=now, next_recipient_id=None)
    else:
        gift.send_back(actor=SYSTEM, why=transfer.reason or transfer.state, now=now)
        tell_of_money(facts.GiftReturned, gift, now=now)
    tell_of_money(facts.MoneyCameBack, gift, now=now, reason=transfer.reason)
    stock_moves.release_unit(gift=gift, actor=SYSTEM, now=now, reason=gift.state)


def tell_of_money(kind: type[facts.GiftFact], gift: Gift, *, now: datetime, **more: object) -> None:
    news = fact_about(
        kind, gift, recipient_id=gift.recipient_id or 0, line=line_source(gift), now=now, **more
    )
    record(news, subject=gift.public_id)


# --- following ------------------------------------------------------------------------------------


def due_transfers() -> list[tuple[int, datetime]]:
    """(transfer id, when it was due), at most 500, the longest due first. One statement."""
    due = Transfer.objects.filter(next_check_at__lte=DbNow()).order_by("next_check_at", "id")
    return [(pk, at) for pk, at in due.values_list("pk", "next_check_at")[:DUE_AT_ONCE] if at is not None]


def bill_to_check(*, transfer_id: int) -> str | None:
    """The number of a bill that is not over. One statement."""
    rows = Transfer.objects.filter(pk=transfer_id).exclude(state__in=MONEY_OVER)
    return rows.values_list("bill_no", flat=True).first()


@transaction.atomic
def postpone_transfer_check(*, transfer_id: int, least: timedelta) -> None:
    """Ask the payer again later; also after a failed try, so that following never ends half-way."""
    transfer = Transfer.objects.filter(pk=transfer_id).exclude(state__in=MONEY_OVER).first()
    if transfer is None:
        return
    clock = db_now()
    wait = rules.next_check_after(clock - transfer.created_at, least=least)
    Transfer.objects.filter(pk=transfer_id).exclude(state__in=MONEY_OVER).update(next_check_at=clock + wait)
