"""Questions about money gifts. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gifts import queries, rules
from gifts.models import Transfer
from gifts.states import MONEY_AT_DESK, TransferState


@dataclass(frozen=True, kw_only=True)
class MoneyStep:
    happened_at: datetime
    state: str


@dataclass(frozen=True, kw_only=True)
class Money:
    """A recipient's own money. ``package`` is empty unless it waits for them; ``steps``: newest first."""

    state: str
    amount: int
    currency: str
    confirm_by: datetime | None
    package: str
    reason: str
    is_taken_back: bool
    steps: list[MoneyStep]

    @property
    def waits(self) -> bool:
        """For its recipient; what the desk takes back is held out no more."""
        return self.state == TransferState.AWAITING_USER_CONFIRM and not self.is_taken_back

    @property
    def is_at_desk(self) -> bool:
        return self.state in MONEY_AT_DESK

    @property
    def shown(self) -> str:
        """¥18.80"""
        return f"¥{self.amount // 100}.{self.amount % 100:02d}"


def money_of(*, gift_id: int, member_id: int) -> Money | None:
    """For the gift's own recipient only; None for everybody else and every other gift. Two statements."""
    transfer = Transfer.objects.filter(gift_id=gift_id, gift__recipient_id=member_id).first()
    if transfer is None:
        return None
    believed = transfer.steps.exclude(reason=rules.WRONG_AMOUNT).order_by("-happened_at", "-id")
    steps = believed.values("happened_at", "state")
    return Money(
        state=transfer.state,
        amount=transfer.amount,
        currency=transfer.currency,
        confirm_by=transfer.confirm_by,
        package="" if transfer.cancel_asked_at else transfer.package,
        is_taken_back=transfer.cancel_asked_at is not None,
        reason=transfer.reason,
        steps=[MoneyStep(**step) for step in steps],
    )


def transfers_of(gift_ids: Iterable[int]) -> dict[int, Transfer]:
    """{gift id: its transfer}. One statement."""
    return {transfer.gift_id: transfer for transfer in Transfer.objects.filter(gift_id__in=list(gift_ids))}


def transfers_looked_after(actor: Any) -> QuerySet[Transfer]:
    """Transfers of the brands in which the actor is manager, clerk or auditor."""
    return Transfer.objects.filter(gift__in=queries.looked_after(actor).values("pk"))


def bills_at_desk(actor: Any) -> QuerySet[Transfer]:
    """What the payer refused, or tells of with another amount, in the actor's brands. One statement."""
    waiting = transfers_looked_after(actor).filter(state__in=MONEY_AT_DESK)
    return waiting.select_related("gift__item")
