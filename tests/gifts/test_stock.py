"""Receiving, writing off, splitting and retiring."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from common.access import SYSTEM
from common.append_only import WrittenOnce
from common.errors import NotAllowed, NotFound
from gifts import errors, operations
from gifts.models import Item, StockBalance, StockEntry
from outbox.models import AuditLine
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _slices(shelf: Item) -> list[int]:
    balances = StockBalance.objects.filter(item=shelf).order_by("slot")
    return [balance.on_hand - balance.reserved for balance in balances]


def test_manager_creates_an_item_with_empty_slices() -> None:
    manager = make.with_role("manager")

    shelf = operations.create_item(
        actor=manager, brand_ref=make.BRAND, name={"en": "Cup"}, slots=3, now=make.NOW
    )

    assert _slices(shelf) == [0, 0, 0]
    assert AuditLine.objects.filter(verb="gifts.create-item", actor=manager).count() == 1


def test_item_is_refused_to_managers_of_other_brands() -> None:
    with pytest.raises(NotAllowed):
        operations.create_item(
            actor=make.with_role("manager"), brand_ref="brand:other", name={"en": "Cup"}, now=make.NOW
        )

    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"name": {"en": ""}}, errors.NameMissing),
        ({"slots": 0}, errors.BadSlots),
        ({"slots": 65}, errors.BadSlots),
    ],
)
def test_unusable_items_are_refused(columns: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        make.item(**columns)

    assert not Item.objects.exists()


def test_experiences_go_over_the_desk() -> None:
    assert make.item(kind="experience", fulfilment="auto").fulfilment == "desk"


def test_receiving_spreads_units_over_the_slices() -> None:
    assert _slices(make.item(stock=7, slots=3)) == [3, 2, 2]


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_receiving_refuses_bad_quantities(quantity: int) -> None:
    shelf = make.item()

    with pytest.raises(errors.BadQuantity):
        operations.receive_stock(actor=SYSTEM, item_id=shelf.pk, quantity=quantity, reason="x", now=make.NOW)

    assert not StockEntry.objects.exists()


def test_receiving_wants_a_reason() -> None:
    shelf = make.item()

    with pytest.raises(errors.ReasonMissing):
        operations.receive_stock(actor=SYSTEM, item_id=shelf.pk, quantity=1, reason="  ", now=make.NOW)

    assert not StockEntry.objects.exists()


@pytest.mark.parametrize("verb", ["receive_stock", "write_off_stock"])
def test_stock_is_hidden_from_everybody_else(verb: str) -> None:
    shelf = make.item(stock=2)

    for stranger in (make.member(), make.with_role("clerk"), make.with_role("manager", scope="brand:other")):
        with pytest.raises(NotFound):
            getattr(operations, verb)(actor=stranger, item_id=shelf.pk, quantity=1, reason="x", now=make.NOW)

    assert make.left(shelf) == 2


@pytest.mark.parametrize(
    ("verb", "options"),
    [("split_stock", {"slots": 2}), ("retire_item", {"reason": "x"}), ("bring_back_item", {"reason": "x"})],
)
def test_items_are_kept_by_their_managers_only(verb: str, options: dict[str, Any]) -> None:
    shelf = make.item(stock=2)

    for stranger in (make.member(), make.with_role("clerk"), make.with_role("manager", scope="brand:other")):
        with pytest.raises(NotFound):
            getattr(operations, verb)(actor=stranger, item_id=shelf.pk, **options)

    assert (Item.objects.get().state, Item.objects.get().slots) == ("active", 4)


def test_writing_off_takes_only_free_units() -> None:
    shelf = make.item(stock=3)
    make.offered(of=shelf)

    with pytest.raises(errors.NothingFree):
        operations.write_off_stock(actor=SYSTEM, item_id=shelf.pk, quantity=3, reason="broken", now=make.NOW)
    operations.write_off_stock(actor=SYSTEM, item_id=shelf.pk, quantity=2, reason="broken", now=make.NOW)

    assert make.left(shelf) == 0


def test_splitting_moves_free_units_and_leaves_reserved_ones() -> None:
    shelf = make.item(stock=8, slots=1)
    make.offered(of=shelf)

    operations.split_stock(actor=make.with_role("manager"), item_id=shelf.pk, slots=4)

    assert _slices(shelf) == [2, 2, 2, 1]


def test_joining_slices_keeps_every_unit() -> None:
    shelf = make.item(stock=8, slots=4)

    operations.split_stock(actor=SYSTEM, item_id=shelf.pk, slots=1)

    assert _slices(shelf) == [8, 0, 0, 0]


def test_retired_item_can_be_brought_back() -> None:
    shelf = make.item(stock=1)

    operations.retire_item(actor=SYSTEM, item_id=shelf.pk, reason="recalled")
    operations.retire_item(actor=SYSTEM, item_id=shelf.pk, reason="recalled")
    operations.bring_back_item(actor=SYSTEM, item_id=shelf.pk, reason="mended")

    assert make.offered(of=shelf).state == "offered"


def test_entries_refuse_to_be_changed() -> None:
    make.item(stock=1)
    entry = StockEntry.objects.get()

    for change in (entry.save, entry.delete, StockEntry.objects.all().delete):
        with pytest.raises(WrittenOnce):
            change()
    with pytest.raises(WrittenOnce):
        StockEntry.objects.update(quantity=2)


@pytest.mark.parametrize(
    "statement", ["UPDATE gifts_stockentry SET quantity = 2", "DELETE FROM gifts_stockentry"]
)
def test_entries_are_guarded_by_the_database_too(statement: str) -> None:
    make.item(stock=1)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_balance_can_never_be_oversold() -> None:
    shelf = make.item(stock=1, slots=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        StockBalance.objects.filter(item=shelf).update(reserved=2)
