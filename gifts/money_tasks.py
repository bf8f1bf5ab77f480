"""Jobs of money gifts: ids in, one operation out; the network only between operations."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from common.http.errors import Declined
from common.logs import log
from common.texts import in_language
from gifts import errors, operations, rules
from gifts.operations import MoneyOrder
from gifts.paying import bill_input
from gifts.providers.transfers import Bill, BillState, Payer, TransferOrder, current_payer
from outbox.effects import Capability, Effect, NotDone, OutcomeUnknown, effect
from outbox.jobs import enqueue, job, periodic

# The payer tells by itself when a bill is over; asking is for what gets lost.
SETTLED_BY_PAYER = (BillState.TRANSFERRING, BillState.PAID, BillState.FAILED, BillState.CANCELLED)
LEAST_CHECK = timedelta(minutes=5)
LEAST_CHECK_SIMULATED = timedelta(seconds=2)


def least_check(payer: Payer) -> timedelta:
    return LEAST_CHECK_SIMULATED if payer.simulated else LEAST_CHECK


class PayGift(Effect[MoneyOrder, Bill]):
    """Accepted money becomes one bill under its own number. Who is paid is in memory only while this runs.

    A lost answer is asked for by that number; it is sent again only when the payer knows of no such bill.
    """

    capability = Capability.QUERY

    def prepare(self, payload: dict[str, Any]) -> MoneyOrder | None:
        return operations.prepare_transfer(gift_id=payload["gift_id"])

    def send(self, request: MoneyOrder, *, ref: str) -> Bill:
        """A recipient who unlinked WeChat, or left, ends the bill: no try later would know whom to pay.

        It has not been made, because this is reached only when the payer knows of none.
        """
        if not request.payee:
            return Bill(bill_no=request.bill_no, state=BillState.FAILED, reason=rules.NO_PAYEE)
        payer = _payer()
        if request.former_no and payer.query(request.former_no) is not None:
            raise OutcomeUnknown("former-bill", "the bill that was refused is there after all")
        try:
            return payer.create(_order(request))
        except Declined as no:
            return Bill(bill_no=request.bill_no, state=BillState.REFUSED, reason=no.reason)

    def query(self, request: MoneyOrder, *, ref: str) -> Bill | None:
        """The question tells no package, so a bill that waits is sent for once more: the same number is the
        same bill.
        """
        bill = _payer().query(request.bill_no)
        if bill is None or bill.state != BillState.AWAITING_USER_CONFIRM or not request.payee:
            return bill
        if bill.amount not in (None, request.amount):
            return bill
        try:
            return _payer().create(_order(request))
        except Declined:
            return bill  # there is one, whatever is said of a second

    def apply(self, payload: dict[str, Any], answer: Bill) -> None:
        _write_down(answer, least=least_check(_payer()))


def _write_down(bill: Bill, *, least: timedelta) -> None:
    """What a payer answered to us; a bill of another amount is held for the desk."""
    told, now = bill_input(bill), timezone.now()
    try:
        operations.record_bill(bill_no=bill.bill_no, told=told, least=least, now=now)
    except errors.WrongBill:
        log(__name__, "transfer.wrong-amount", bill=bill.bill_no)
        operations.hold_bill(bill_no=bill.bill_no, told=told, least=least, now=now)


class StopBill(Effect[str, Bill]):
    """The desk's wish that nobody may confirm a bill any more. Whether it came in time, the payer says.

    Asked for first, so that a lost answer is never taken for a yes; repeating is the same wish.
    """

    capability = Capability.QUERY

    def prepare(self, payload: dict[str, Any]) -> str | None:
        return operations.bill_to_stop(transfer_id=payload["transfer_id"])

    def send(self, request: str, *, ref: str) -> Bill:
        payer = _payer()
        try:
            return payer.cancel(request)
        except Declined as no:
            bill = payer.query(request)
            if bill is None:
                raise OutcomeUnknown(no.reason, "the payer knows of no such bill") from None
            return bill

    def query(self, request: str, *, ref: str) -> Bill | None:
        """None while it can still be confirmed, or nobody knows: then the wish is said again."""
        bill = _payer().query(request)
        return bill if bill is not None and bill.state in SETTLED_BY_PAYER else None

    def apply(self, payload: dict[str, Any], answer: Bill) -> None:
        least = least_check(_payer())
        _write_down(answer, least=least)
        operations.note_stop_answer(
            transfer_id=payload["transfer_id"],
            is_refused=answer.state == BillState.AWAITING_USER_CONFIRM,
            least=least,
        )


stop_bill = effect("gifts.stop-bill", queue="fulfilment", max_errors=10)(StopBill)
pay_gift = effect("gifts.pay-gift", queue="fulfilment", max_errors=10)(PayGift)


def _payer() -> Payer:
    payer = current_payer()
    if payer is None:
        raise NotDone("off", "no payer is switched on")
    return payer


def _order(request: MoneyOrder) -> TransferOrder:
    return TransferOrder(
        bill_no=request.bill_no,
        amount=request.amount,
        currency=request.currency,
        payee=request.payee,
        campaign=in_language(request.reason, settings.LANGUAGE_CODE),
        reason=in_language(request.item_name, settings.LANGUAGE_CODE),
    )


@periodic("gifts.follow-transfers", every_seconds=5)
def follow_transfers(**later: object) -> None:
    """One job per bill that is due; the due time in its key makes two looks at once one job."""
    for transfer_id, due_at in operations.due_transfers():
        key = f"gifts.follow-transfer:{transfer_id}:{due_at.isoformat()}"
        enqueue(follow_transfer.work(transfer_id=transfer_id, dedupe=key))


@job("gifts.follow-transfer", queue="fulfilment", transactional=False)
def follow_transfer(*, transfer_id: int, **later: object) -> None:
    """Ask the payer, write down what it says, and ask again later, also when it could not be asked."""
    bill_no, payer = operations.bill_to_check(transfer_id=transfer_id), current_payer()
    if bill_no is None:
        return
    least = least_check(payer) if payer is not None else LEAST_CHECK
    try:
        bill = payer.query(bill_no) if payer is not None else None
        if bill is not None:
            _write_down(bill, least=least)
    except (NotDone, OutcomeUnknown):
        pass  # a payer that can't be asked now is asked later
    operations.postpone_transfer_check(transfer_id=transfer_id, least=least)
