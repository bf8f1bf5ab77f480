"""One walk along the shelves for many gifts."""

from typing import Any

import pytest
from django.test import Client

from common.access import SYSTEM
from common.errors import NotFound
from gifts import errors, operations, pick_queries
from gifts.models import Gift, Item, PickLine, PickList
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def on(shelf: str, **columns: object) -> Item:
    item = make.item(stock=3, fulfilment="desk", **columns)
    return operations.place_item(actor=SYSTEM, item_id=item.pk, shelf=shelf)


def listed(*gifts: Gift) -> PickList:
    ids = [gift.pk for gift in gifts]
    return operations.make_pick_list(actor=make.with_role("clerk"), gift_ids=ids, now=make.NOW)


def walk(found: PickList) -> list[tuple[str, int, int]]:
    return [(row.shelf, row.units, row.picked) for row in pick_queries.rows_of(found.pk)]


def test_units_of_one_item_are_fetched_together_in_the_order_of_the_shelves() -> None:
    tea, cup = on("B-02"), on("A-01")
    made = listed(make.accepted(of=tea), make.accepted(of=cup), make.accepted(of=tea))
    assert walk(made) == [("A-01", 1, 0), ("B-02", 2, 0)]


def test_marks_are_kept_and_can_be_taken_back() -> None:
    tea, clerk = on("B-02"), make.with_role("clerk")
    made = listed(make.accepted(of=tea), make.accepted(of=tea))
    where: dict[str, Any] = {"actor": clerk, "list_id": made.pk, "item_id": tea.pk, "house": ""}
    assert [operations.pick_units(**where, now=make.NOW) for _time in range(2)] == [2, 0]
    assert walk(made) == [("B-02", 2, 2)]
    assert PickLine.objects.filter(picked_by=clerk).count() == 2
    assert operations.put_back_units(**where) == 2
    assert walk(made) == [("B-02", 2, 0)]


def test_a_gift_stands_in_one_list() -> None:
    gift, other = make.accepted(of=on("A")), make.accepted(of=on("B"))
    listed(gift)
    with pytest.raises(errors.NothingToPick):
        listed(gift)
    assert [line.gift_id for line in listed(gift, other).lines.all()] == [other.pk]


def test_what_has_left_the_desk_is_not_fetched() -> None:
    gift = make.accepted(of=on("A"))
    made = listed(gift)
    make.ship(gift)
    assert walk(made) == []
    with pytest.raises(NotFound):
        operations.pick_units(actor=SYSTEM, list_id=made.pk, item_id=gift.item_id, house="", now=make.NOW)


def test_offers_are_not_fetched_before_a_yes() -> None:
    with pytest.raises(errors.NothingToPick):
        listed(make.offered(of=on("A")))
    assert not PickList.objects.exists()


def test_a_list_is_of_one_brand_and_for_its_clerks() -> None:
    gift, foreign = make.accepted(of=on("A")), make.accepted(of=on("A", brand_ref="brand:other"))
    with pytest.raises(NotFound):
        listed(gift, foreign)
    ids = [gift.pk, foreign.pk]
    with pytest.raises(errors.SeveralBrands):
        operations.make_pick_list(actor=SYSTEM, gift_ids=ids, now=make.NOW)
    assert not PickList.objects.exists()


def test_the_desk_makes_a_list_and_marks_rows(client: Client) -> None:
    gift = make.accepted(of=on("A-01"))
    client.force_login(make.with_role("clerk"))
    made = client.post("/admin/gifts/parceltopack/", {"action": "pick", "_selected_action": [gift.pk]})
    page = client.get(made["Location"]).content.decode()
    assert "A-01" in page and "1 × Sports shoes" in page

    client.post(made["Location"], {"picked": f"{gift.item_id}|"})
    assert PickLine.objects.get().picked_at is not None
    client.post(made["Location"], {"back": f"{gift.item_id}|"})
    assert PickLine.objects.get().picked_at is None
    assert client.post(made["Location"], {"picked": "x|"}).status_code == 302


@pytest.mark.parametrize("number", ["abc", "9" * 30, "0"])
def test_a_number_that_is_none_is_nobodys_list(client: Client, number: str) -> None:
    client.force_login(make.with_role("clerk"))
    assert client.get(f"/admin/gifts/picklist/{number}/walk/").status_code == 404
