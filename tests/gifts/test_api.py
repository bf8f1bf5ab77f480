"""The same acts for programs."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Member
from gifts.models import Item
from gifts.states import GiftState
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _as(member: Member | None) -> APIClient:
    client = APIClient()
    if member is not None:
        client.force_login(member)
    return client


def _post(client: APIClient, path: str, body: Any = None, key: str = "key-00000001") -> Any:
    return client.post(f"/api/v1/{path}", body or {}, format="json", headers={"Idempotency-Key": key})


def test_my_gifts_and_one_of_them() -> None:
    friend = make.member()
    gift = make.offered(friend, reason={"en": "Thank you"})

    listed = _as(friend).get("/api/v1/gifts/").json()
    one = _as(friend).get(f"/api/v1/gifts/{gift.public_id}/").json()

    assert listed["items"] == [one]
    assert one["state"] == "offered"
    assert one["reason"] == {"en": "Thank you"}


def test_list_costs_the_same_for_one_gift_and_twenty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    friend = make.member()
    shelf = make.item(stock=20)
    for number in range(20):
        make.offered(friend, of=shelf, source=f"s{number}")
    client = _as(friend)

    with django_assert_num_queries(3):
        client.get("/api/v1/gifts/")


def test_accepting_twice_under_one_key_gives_one_answer() -> None:
    friend = make.member()
    gift = make.offered(friend)
    client = _as(friend)
    body = {"address": make.address().parts()}

    first = _post(client, f"gifts/{gift.public_id}/accept/", body)
    again = _post(client, f"gifts/{gift.public_id}/accept/", body)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json() == {"public_id": gift.public_id, "state": "accepted"}
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "address-missing"),
        ({"address": make.address(street="x" * 121).parts()}, 422, "address-part-too-long"),
        ({"address": {"city": "Beijing"}}, 422, "invalid"),
    ],
)
def test_bad_addresses_are_problems_with_a_code(body: Any, status: int, code: str) -> None:
    friend = make.member()
    gift = make.offered(friend)

    answer = _post(_as(friend), f"gifts/{gift.public_id}/accept/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert make.state_of(gift) == GiftState.OFFERED


def test_declining() -> None:
    friend = make.member()
    gift = make.offered(friend)

    assert _post(_as(friend), f"gifts/{gift.public_id}/decline/", {"phrase": "have-one"}).status_code == 204

    assert make.state_of(gift) == GiftState.DECLINED


@pytest.mark.parametrize("verb", ["accept", "decline", "hand-over"])
def test_gifts_of_others_do_not_exist(verb: str) -> None:
    gift = make.offered()

    assert _post(_as(make.member()), f"gifts/{gift.public_id}/{verb}/").status_code == 404
    assert _post(_as(None), f"gifts/{gift.public_id}/{verb}/").status_code == 401
    assert make.state_of(gift) == GiftState.OFFERED


@pytest.mark.parametrize("path", ["gifts/{}/", "gifts/{}/tracking/"])
def test_reading_gifts_of_others_finds_nothing(path: str) -> None:
    gift = make.shipped()
    address = f"/api/v1/{path.format(gift.public_id)}"

    assert _as(make.member()).get(address).status_code == 404
    assert _as(None).get(address).status_code == 401


def test_tracking_is_empty_until_there_is_a_parcel() -> None:
    friend = make.member()
    gift = make.accepted(friend)
    address = f"/api/v1/gifts/{gift.public_id}/tracking/"

    assert _as(friend).get(address).json()["waybill_no"] is None
    make.ship(gift)
    assert _as(friend).get(address).json()["waybill_no"] == "SF0000000001"


def test_a_manager_creates_an_item_and_receives_stock() -> None:
    client = _as(make.with_role("manager"))

    made = _post(client, "items/", {"brand_ref": make.BRAND, "name": {"en": "Cup"}}, key="create-item-1")
    public_id = made.json()["public_id"]
    path = f"items/{public_id}/stock-receipts/"
    received = _post(client, path, {"quantity": 5, "reason": "delivery"}, key="receive-0001")
    _post(client, path, {"quantity": 5, "reason": "delivery"}, key="receive-0001")

    assert (made.status_code, received.status_code) == (201, 201)
    assert client.get("/api/v1/items/").json()["items"][0]["left"] == 5


def test_items_are_refused_to_everybody_else() -> None:
    shelf = make.item()
    body = {"brand_ref": make.BRAND, "name": {"en": "Cup"}}

    for stranger, status in ((make.member(), 403), (make.with_role("clerk"), 403), (None, 401)):
        assert _as(stranger).get("/api/v1/items/").status_code == status
        assert _post(_as(stranger), "items/", body).status_code == status
    receipt = {"quantity": 1, "reason": "x"}
    assert _post(_as(make.member()), f"items/{shelf.public_id}/stock-receipts/", receipt).status_code == 404
    assert Item.objects.count() == 1


def test_a_manager_sees_only_items_of_their_brand() -> None:
    make.item()
    other = make.item(brand_ref="brand:other")

    listed = _as(make.with_role("manager", scope="brand:other")).get("/api/v1/items/").json()["items"]

    assert [item["public_id"] for item in listed] == [other.public_id]


def test_a_clerk_packs_and_hands_over() -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    make.accepted(of=make.item(stock=1, brand_ref="brand:other"))
    client = _as(make.with_role("clerk"))

    listed = client.get("/api/v1/packing-list/").json()["items"]
    handed = _post(client, f"gifts/{gift.public_id}/hand-over/")

    assert [(row["public_id"], row["waits_for_clerk"]) for row in listed] == [(gift.public_id, True)]
    assert "address" not in str(listed)
    assert handed.json()["state"] == "packing"


def test_packing_list_is_for_clerks() -> None:
    assert _as(make.member()).get("/api/v1/packing-list/").status_code == 403
    assert _as(make.with_role("manager")).get("/api/v1/packing-list/").status_code == 403
    assert _as(None).get("/api/v1/packing-list/").status_code == 401
