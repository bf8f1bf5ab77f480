"""Who pays money to a person, behind one protocol: a bill that its recipient confirms with the payer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from common.http.provider import Capability, ProviderConfig


class BillState(StrEnum):
    """Our words for what a payer reports. Payers repeat and reorder news: never let a state go back."""

    PROCESSING = "processing"
    AWAITING_USER_CONFIRM = "awaiting_user_confirm"
    TRANSFERRING = "transferring"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    # There is no bill, and the same request will get the same answer.
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class TransferOrder:
    """``payee``: whom the payer knows the recipient as. Personal data, in memory only while this runs."""

    bill_no: str
    amount: int
    currency: str
    payee: str = field(repr=False)
    campaign: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What a payer says of one of our bills.

    ``package`` opens its confirmation, for this recipient alone; ``reason`` is the payer's own code of a
    failure.
    """

    bill_no: str
    state: BillState
    provider_ref: str = ""
    package: str = field(default="", repr=False)
    reason: str = ""
    told_at: datetime | None = None
    amount: int | None = None


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """``url``: a page of the payer's; without one, WeChat's own browser is asked with the other three."""

    url: str
    app_id: str
    merchant: str
    package: str = field(repr=False)


class ForgedNotice(Exception):
    """Not the payer's, too old, or not what the contract says. ``reason`` is a word for the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Payer(Protocol):
    slug: str
    capability: Capability

    @property
    def simulated(self) -> bool:
        """Whether its money exists only in the simulator."""

    def create(self, order: TransferOrder) -> Bill:
        """Make a bill once per ``bill_no``; repeating the call returns the first one.

        Raises: Declined, NotDone, OutcomeUnknown.
        """

    def cancel(self, bill_no: str) -> Bill:
        """Take a bill back that nobody has confirmed; repeating the call is the same wish.

        Raises: Declined (too late, or no such bill), NotDone, OutcomeUnknown.
        """

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Bill:
        """What the payer posted to us. Raises: ForgedNotice."""

    def confirmation(self, package: str, *, back_to: str) -> Confirmation:
        """How the recipient confirms a bill that waits. No network."""

    def query(self, bill_no: str) -> Bill | None:
        """What became of it; None when the payer knows of no such bill. Raises: NotDone, OutcomeUnknown."""


def current_payer() -> Payer | None:
    """The payer that this installation has configured; None: money is given by hand."""
    from gifts.providers.wechat_pay import WeChatPay

    config = ProviderConfig.load("transfers")
    return WeChatPay(config) if config.is_on else None
