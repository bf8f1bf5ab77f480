"""Questions about money gifts. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gifts import queries
from gifts.models import Transfer
from gifts.states import TransferState


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
    steps: list[MoneyStep]

    @property
    def waits(self) -> bool:
        return self.state == TransferState.AWAITING_USER_CONFIRM

    @property
    def shown(self) -> str:
        """¥18.80"""
        return f"¥{self.amount // 100}.{self.amount % 100:02d}"


def money_of(*, gift_id: int, member_id: int) -> Money | None:
    """For the gift's own recipient only; None for everybody else and every other gift. Two statements."""
    transfer = Transfer.objects.filter(gift_id=gift_id, gift__recipient_id=member_id).first()
    if transfer is None:
        return None
    steps = transfer.steps.order_by("-happened_at", "-id").values("happened_at", "state")
    return Money(
        state=transfer.state,
        amount=transfer.amount,
        currency=transfer.currency,
        confirm_by=transfer.confirm_by,
        package=transfer.package,
        reason=transfer.reason,
        steps=[MoneyStep(**step) for step in steps],
    )


def transfers_of(gift_ids: Iterable[int]) -> dict[int, Transfer]:
    """{gift id: its transfer}. One statement."""
    return {transfer.gift_id: transfer for transfer in Transfer.objects.filter(gift_id__in=list(gift_ids))}


def transfers_looked_after(actor: Any) -> QuerySet[Transfer]:
    """Transfers of the brands in which the actor is manager, clerk or auditor."""
    return Transfer.objects.filter(gift__in=queries.looked_after(actor).values("pk"))
