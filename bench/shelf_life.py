"""Random lives of one shelf, compared with a plain Python oracle after every step."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bench import worlds
from common.access import SYSTEM
from gifts import errors, operations, reconcile
from gifts.models import Gift, GiftOffer, Item, StockBalance


@dataclass
class Shelf:
    """What a careful shopkeeper would write on paper."""

    on_hand: int = 0
    reserved: int = 0
    states: dict[int, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return self.on_hand - self.reserved


class StockLife(RuleBasedStateMachine):
    """``steps`` counts over all lives."""

    steps: ClassVar[int] = 0
    open_gifts: Bundle[int] = Bundle("open_gifts")
    taken_gifts: Bundle[int] = Bundle("taken_gifts")

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.paper = Shelf()
        self.shelf: Item = worlds.item(stock=0, slots=3)
        (self.friend,) = worlds.members(1)
        self.count = 0
        StockLife.steps -= 1  # the look before the first step

    def teardown(self) -> None:
        violations = [line for check in reconcile.CHECKS for line in check.run()]
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert violations == []

    @rule(quantity=st.integers(1, 5))
    def receive(self, quantity: int) -> None:
        operations.receive_stock(
            actor=SYSTEM, item_id=self.shelf.pk, quantity=quantity, reason="delivery", now=timezone.now()
        )
        self.paper.on_hand += quantity

    @rule(quantity=st.integers(1, 4))
    def write_off(self, quantity: int) -> None:
        try:
            operations.write_off_stock(
                actor=SYSTEM, item_id=self.shelf.pk, quantity=quantity, reason="broken", now=timezone.now()
            )
        except errors.NothingFree:
            assert self.paper.left < quantity
            return
        self.paper.on_hand -= quantity

    @rule(slots=st.integers(1, 6))
    def split(self, slots: int) -> None:
        operations.split_stock(actor=SYSTEM, item_id=self.shelf.pk, slots=slots)

    @rule(target=open_gifts)
    def offer(self) -> Any:
        self.count += 1
        now = timezone.now()
        try:
            gift = operations.offer_gift(
                actor=SYSTEM,
                item_id=self.shelf.pk,
                recipient_id=self.friend.pk,
                source=f"life:{self.count}",
                sender_ref="brand:bench",
                expires_at=now + timedelta(days=3),
                now=now,
            )
        except errors.SoldOut:
            assert self.paper.left == 0
            return multiple()
        self.paper.reserved += 1
        self.paper.states[gift.pk] = "offered"
        return gift.pk

    @rule(target=taken_gifts, gift_id=consumes(open_gifts))
    def accept(self, gift_id: int) -> int:
        operations.accept_gift(
            actor=self.friend, gift_id=gift_id, address=worlds.address(1), now=timezone.now()
        )
        self.paper.states[gift_id] = "accepted"
        return gift_id

    @rule(gift_id=consumes(open_gifts))
    def decline(self, gift_id: int) -> None:
        operations.decline_gift(actor=self.friend, gift_id=gift_id, now=timezone.now())
        self.paper.reserved -= 1
        self.paper.states[gift_id] = "declined"

    @rule(gift_id=consumes(open_gifts))
    def expire(self, gift_id: int) -> None:
        long_ago = timezone.now() - timedelta(days=9)
        GiftOffer.objects.filter(gift_id=gift_id, answer="").update(expires_at=long_ago)
        operations.expire_offers(now=timezone.now())
        self.paper.reserved -= 1
        self.paper.states[gift_id] = "expired"

    @rule(gift_id=consumes(taken_gifts))
    def ship(self, gift_id: int) -> None:
        operations.prepare_parcel(gift_id=gift_id)
        operations.record_waybill(
            gift_id=gift_id,
            carrier="sf",
            waybill_no=f"SF{gift_id:010d}",
            provider_ref=f"ref-{gift_id}",
            now=timezone.now(),
            least=timedelta(0),
        )
        self.paper.on_hand -= 1
        self.paper.reserved -= 1
        self.paper.states[gift_id] = "shipped"

    @invariant()
    def paper_and_database_agree(self) -> None:
        StockLife.steps += 1
        slices = StockBalance.objects.filter(item=self.shelf).values_list("on_hand", "reserved")
        on_hand, reserved = (sum(column) for column in zip(*slices, strict=True))
        assert (on_hand, reserved) == (self.paper.on_hand, self.paper.reserved)
        assert min(on_hand - reserved, *(value for row in slices for value in row)) >= 0
        assert dict(Gift.objects.values_list("pk", "state")) == self.paper.states


def live(lives: int, *, steps: int) -> int:
    """So many lives of at most ``steps`` steps; how many steps they were. Raises: AssertionError."""
    before = StockLife.steps
    run_state_machine_as_test(
        StockLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return StockLife.steps - before
