"""A payer's words for a bill in ours."""

from gifts.providers.transfers import Bill, BillState
from gifts.rules import BillInput
from gifts.states import TransferState

_STATES = {
    BillState.PROCESSING: TransferState.PROCESSING,
    BillState.AWAITING_USER_CONFIRM: TransferState.AWAITING_USER_CONFIRM,
    BillState.TRANSFERRING: TransferState.TRANSFERRING,
    BillState.PAID: TransferState.PAID,
    BillState.FAILED: TransferState.FAILED,
    BillState.CANCELLED: TransferState.CANCELLED,
    BillState.REFUSED: TransferState.REFUSED,
}


def bill_input(bill: Bill) -> BillInput:
    return BillInput(
        state=_STATES[bill.state],
        provider_ref=bill.provider_ref,
        package=bill.package,
        reason=bill.reason,
        told_at=bill.told_at,
        amount=bill.amount,
    )
