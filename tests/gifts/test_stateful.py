"""Random lives of one shelf, compared with a plain Python oracle after every step."""

from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
import pytest
from django.db import transaction
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

from common.access import SYSTEM
from gifts import errors, operations, reconcile
from gifts.models import Gift, Item, StockBalance
from tests.factories import gifts as make

STEPS = 20
LIVES = 8


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
    open_gifts: Bundle[int] = Bundle("open_gifts")
    taken_gifts: Bundle[int] = Bundle("taken_gifts")

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.paper = Shelf()
        self.shelf: Item = make.item(slots=3)
        self.count = 0

    def teardown(self) -> None:
        violations = [line for check in reconcile.CHECKS for line in check.run()]
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert violations == []

    @rule(quantity=st.integers(1, 5))
    def receive(self, quantity: int) -> None:
        operations.receive_stock(
            actor=SYSTEM, item_id=self.shelf.pk, quantity=quantity, reason="delivery", now=make.NOW
        )
        self.paper.on_hand += quantity

    @rule(quantity=st.integers(1, 4))
    def write_off(self, quantity: int) -> None:
        try:
            operations.write_off_stock(
                actor=SYSTEM, item_id=self.shelf.pk, quantity=quantity, reason="broken", now=make.NOW
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
        try:
            gift = make.offered(of=self.shelf, source=f"life:{self.count}")
        except errors.SoldOut:
            assert self.paper.left == 0
            return multiple()
        self.paper.reserved += 1
        self.paper.states[gift.pk] = "offered"
        return gift.pk

    @rule(target=taken_gifts, gift_id=consumes(open_gifts))
    def accept(self, gift_id: int) -> int:
        who = Gift.objects.get(pk=gift_id).recipient
        assert who is not None
        operations.accept_gift(actor=who, gift_id=gift_id, address=make.address(), now=make.NOW)
        self.paper.states[gift_id] = "accepted"
        return gift_id

    @rule(gift_id=consumes(open_gifts))
    def decline(self, gift_id: int) -> None:
        who = Gift.objects.get(pk=gift_id).recipient
        assert who is not None
        operations.decline_gift(actor=who, gift_id=gift_id, now=make.NOW)
        self.paper.reserved -= 1
        self.paper.states[gift_id] = "declined"

    @rule(gift_id=consumes(open_gifts))
    def expire(self, gift_id: int) -> None:
        make.make_overdue(Gift.objects.get(pk=gift_id))
        operations.expire_offers(now=make.NOW)
        self.paper.reserved -= 1
        self.paper.states[gift_id] = "expired"

    @rule(gift_id=consumes(taken_gifts))
    def ship(self, gift_id: int) -> None:
        make.ship(Gift.objects.get(pk=gift_id), number=f"SF{gift_id:010d}")
        self.paper.on_hand -= 1
        self.paper.reserved -= 1
        self.paper.states[gift_id] = "shipped"

    @invariant()
    def paper_and_database_agree(self) -> None:
        slices = StockBalance.objects.filter(item=self.shelf).values_list("on_hand", "reserved")
        on_hand, reserved = (sum(column) for column in zip(*slices, strict=True))
        assert (on_hand, reserved) == (self.paper.on_hand, self.paper.reserved)
        assert dict(Gift.objects.values_list("pk", "state")) == self.paper.states


def _live(lives: int) -> None:
    run_state_machine_as_test(
        StockLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_every_life_of_a_shelf_is_the_one_on_paper() -> None:
    _live(LIVES)


@pytest.mark.django_db
def test_a_forgotten_release_is_found(monkeypatch: pytest.MonkeyPatch, breaks_invariants: None) -> None:
    """The oracle can tell: without the release, some life disagrees."""
    monkeypatch.setattr("gifts.operations.stock_moves.release_unit", lambda **_more: None)

    with pytest.raises(AssertionError):
        _live(100)
