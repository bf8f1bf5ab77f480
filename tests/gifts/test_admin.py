"""The stock desk and the packing desk."""

import pytest
from django.test import Client

from accounts.models import Member
from gifts.models import Item
from gifts.states import GiftState
from outbox.models import AuditLine
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _as(member: Member, client: Client) -> Client:
    client.force_login(member)
    return client


def test_a_manager_creates_an_item(client: Client) -> None:
    form = {
        "brand_ref": make.BRAND,
        "kind": "physical",
        "fulfilment": "desk",
        "name_en": "Cup",
        "name_zh-hans": "杯子",
        "value_fen": 3900,
        "slots": 4,
    }

    answer = _as(make.with_role("manager"), client).post("/admin/gifts/item/add/", form)

    assert answer.status_code == 302
    assert Item.objects.get().name == {"en": "Cup", "zh-hans": "杯子"}


def test_stock_is_received_and_written_off_with_a_reason(client: Client) -> None:
    shelf = make.item()
    _as(make.with_role("manager"), client)
    path = f"/admin/gifts/item/{shelf.pk}/stock/"

    assert client.get(path).status_code == 200
    client.post(path, {"change": "receive", "quantity": 5, "reason": "delivery"})
    client.post(path, {"change": "write-off", "quantity": 2, "reason": "broken"})
    refused = client.post(path, {"change": "write-off", "quantity": 9, "reason": "broken"})

    assert make.left(shelf) == 3
    assert "not free" in refused.content.decode()


def test_items_are_listed_and_shown_read_only(client: Client) -> None:
    shelf = make.item(stock=2)
    _as(make.with_role("manager"), client)

    assert "Sports shoes" in client.get("/admin/gifts/item/").content.decode()
    assert client.get(f"/admin/gifts/item/{shelf.pk}/change/").status_code == 200
    assert client.post(f"/admin/gifts/item/{shelf.pk}/change/", {"state": "retired"}).status_code == 403


def test_retiring_from_the_list(client: Client) -> None:
    shelf = make.item()
    data = {"action": "retire", "_selected_action": [shelf.pk]}

    _as(make.with_role("manager"), client).post("/admin/gifts/item/", data)

    assert Item.objects.get().state == "retired"


def test_a_clerk_reads_an_address_once_asked_and_hands_over(client: Client) -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    _as(make.with_role("clerk"), client)
    path = f"/admin/gifts/parceltopack/{gift.pk}/pack/"

    listed = client.get("/admin/gifts/parceltopack/").content.decode()
    asked = client.get(path).content.decode()
    assert not AuditLine.objects.filter(verb="gifts.read-address").exists()
    shown = client.post(path, {"read": "1"}).content.decode()
    client.post(path, {"hand-over": "1"})

    assert "建国路" not in listed + asked
    assert "建国路" in shown
    assert AuditLine.objects.filter(verb="gifts.read-address").count() == 1
    assert make.state_of(gift) == GiftState.PACKING


def test_handing_over_from_the_list(client: Client) -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    data = {"action": "hand_over", "_selected_action": [gift.pk]}

    _as(make.with_role("clerk"), client).post("/admin/gifts/parceltopack/", data)

    assert make.state_of(gift) == GiftState.PACKING


def test_gifts_and_parcels_can_be_looked_at(client: Client) -> None:
    gift = make.shipped()
    _as(make.with_role("auditor", scope=""), client)

    for path in ("gift/", f"gift/{gift.pk}/change/", "shipment/", f"shipment/{gift.shipment.pk}/change/"):
        page = client.get(f"/admin/gifts/{path}")
        assert page.status_code == 200
        assert "建国路" not in page.content.decode()


@pytest.mark.parametrize("role", ["certifier", "clerk", "manager"])
def test_each_desk_is_for_its_own_role(client: Client, role: str) -> None:
    gift = make.accepted(of=make.item(stock=2, fulfilment="desk"))
    _as(make.with_role(role), client)
    desk, stock = f"parceltopack/{gift.pk}/pack/", f"item/{gift.item_id}/stock/"

    statuses = {path: client.get(f"/admin/gifts/{path}").status_code for path in (desk, stock)}

    assert (statuses[desk] == 200) == (role == "clerk")
    assert (statuses[stock] == 200) == (role == "manager")
