"""Several houses: receiving, moving, counting, and where a gift's unit stands."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from common.access import SYSTEM
from common.errors import NotAllowed, NotFound
from gifts import errors, operations, reconcile
from gifts.models import Item, StockBalance, StockEntry, Warehouse
from gifts.warehouse_queries import houses_of, houses_of_gifts
from outbox.models import AuditLine
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "delivery", "now": make.NOW}


def stand(shelf: Item) -> dict[str, int]:
    return {house.name: house.on_hand for house in houses_of(shelf)}


def move(shelf: Item, quantity: int, house: Warehouse, **options: object) -> Item:
    given: dict[str, Any] = {"from_id": None, "to_id": house.pk, **options}
    return operations.move_stock(actor=SYSTEM, item_id=shelf.pk, quantity=quantity, **WHY, **given)


def count(shelf: Item, counted: int, house: Warehouse | None = None) -> int:
    return operations.count_stock(
        actor=SYSTEM, item_id=shelf.pk, warehouse_id=house.pk if house else None, counted=counted, **WHY
    )


def in_order() -> None:
    for check in reconcile.CHECKS:
        assert check.run() == [], check.key


def test_units_are_received_where_they_arrive() -> None:
    shelf, north = make.item(stock=3), make.warehouse()
    operations.receive_stock(actor=SYSTEM, item_id=shelf.pk, quantity=6, warehouse_id=north.pk, **WHY)
    assert stand(shelf) == {"": 3, "North": 6}
    in_order()


def test_units_are_moved_and_the_book_says_both() -> None:
    shelf, north = make.item(stock=9), make.warehouse()
    move(shelf, 7, north)
    assert stand(shelf) == {"": 2, "North": 7}
    kinds = StockEntry.objects.filter(item=shelf).values_list("kind", flat=True)
    assert {"move_out", "move_in"} <= set(kinds)
    in_order()


def test_more_than_is_free_there_is_not_moved() -> None:
    shelf, north = make.item(stock=2), make.warehouse()
    make.offered(of=shelf)
    with pytest.raises(errors.NothingFree):
        move(shelf, 2, north)
    assert stand(shelf) == {"": 2, "North": 0}


def test_a_house_is_not_moved_to_itself() -> None:
    shelf, north = make.item(stock=2), make.warehouse()
    with pytest.raises(errors.SameWarehouse):
        move(shelf, 1, north, from_id=north.pk)


def test_another_brands_house_is_unknown() -> None:
    shelf, foreign = make.item(stock=2), make.warehouse(brand_ref="brand:other")
    with pytest.raises(NotFound):
        move(shelf, 1, foreign)
    with pytest.raises(NotFound):
        operations.receive_stock(actor=SYSTEM, item_id=shelf.pk, quantity=1, warehouse_id=foreign.pk, **WHY)
    assert stand(shelf) == {"": 2}


def test_claims_take_units_of_every_house_and_tell_where_they_stand() -> None:
    shelf, north = make.item(stock=1), make.warehouse()
    move(shelf, 1, north)
    gift = make.offered(of=shelf)
    assert houses_of_gifts([gift.pk]) == {gift.pk: "North"}
    with pytest.raises(errors.SoldOut):
        make.offered(of=shelf)
    in_order()


def test_a_count_makes_the_book_agree() -> None:
    shelf, north = make.item(stock=5), make.warehouse()
    assert count(shelf, 3) == -2
    assert count(shelf, 4, north) == 4
    assert count(shelf, 4, north) == 0
    assert stand(shelf) == {"": 3, "North": 4}
    in_order()


@pytest.mark.parametrize(("counted", "refusal"), [(-1, errors.BadCount), (0, errors.FewerThanReserved)])
def test_a_count_never_takes_what_is_reserved(counted: int, refusal: type[Exception]) -> None:
    shelf = make.item(stock=2)
    make.offered(of=shelf)
    with pytest.raises(refusal):
        count(shelf, counted)
    assert stand(shelf) == {"": 2}


def test_splitting_leaves_other_houses_alone() -> None:
    shelf, north = make.item(stock=6, slots=2), make.warehouse()
    move(shelf, 2, north)
    operations.split_stock(actor=SYSTEM, item_id=shelf.pk, slots=64)
    assert stand(shelf) == {"": 4, "North": 2}
    assert StockBalance.objects.filter(item=shelf, warehouse=north).count() == 4


def test_two_houses_of_one_item_share_no_slice() -> None:
    shelf = make.item(stock=8)
    for name in ("North", "South"):
        move(shelf, 3, make.warehouse(name))
    assert stand(shelf) == {"": 2, "North": 3, "South": 3}


def test_a_name_stands_for_one_house_of_the_brand() -> None:
    make.warehouse()
    with pytest.raises(errors.WarehouseKnown):
        make.warehouse(" North ")
    make.warehouse(brand_ref="brand:other")
    assert Warehouse.objects.count() == 2


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_unusable_names_are_refused(name: str) -> None:
    with pytest.raises((errors.NameMissing, errors.BadWarehouseName)):
        make.warehouse(name)
    assert not Warehouse.objects.exists()


def test_houses_are_for_managers_of_the_brand() -> None:
    shelf = make.item(stock=1)
    with pytest.raises(NotAllowed):
        operations.open_warehouse(
            actor=make.with_role("clerk"), brand_ref=make.BRAND, name="North", now=make.NOW
        )
    with pytest.raises(NotFound):
        operations.place_item(
            actor=make.with_role("manager", scope="brand:other"), item_id=shelf.pk, shelf="A"
        )
    assert not Warehouse.objects.exists()


def test_a_shelf_is_said_once() -> None:
    shelf = make.item()
    for _time in range(2):
        operations.place_item(actor=SYSTEM, item_id=shelf.pk, shelf=" A-03 ")
    assert Item.objects.get().shelf == "A-03"
    assert AuditLine.objects.filter(verb="gifts.place-item").count() == 1
    with pytest.raises(errors.BadShelf):
        operations.place_item(actor=SYSTEM, item_id=shelf.pk, shelf="x" * 21)


def test_entries_are_still_append_only() -> None:
    make.item(stock=1)
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE gifts_stockentry SET quantity = 2")


def test_the_stock_desk_asks_about_houses_once_there_are_several(client: Client) -> None:
    shelf = make.item(stock=5)
    client.force_login(make.with_role("manager"))
    path = f"/admin/gifts/item/{shelf.pk}/stock/"
    assert 'name="house"' not in client.get(path).content.decode()

    north = make.warehouse()
    moved = {"change": "move", "quantity": 2, "house": "", "to": north.pk, "reason": "closer to the station"}
    assert client.post(path, moved).status_code == 302
    assert client.post(path, {**moved, "change": "count", "house": north.pk}).status_code == 302
    refused = client.post(path, {**moved, "quantity": 9}).content.decode()

    assert stand(shelf) == {"": 3, "North": 2}
    assert "not free" in refused
