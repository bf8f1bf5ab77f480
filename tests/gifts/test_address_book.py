"""Addresses that are remembered on request, and forgotten for good."""

import pytest
from django.test import Client

from accounts.models import Member
from common.errors import NotFound
from common.models import DataKey
from gifts import operations
from gifts.address_queries import addresses_of
from gifts.address_rules import check_address
from gifts.leaving import export_gifts
from gifts.models import SavedAddress
from gifts.operations.address_book import MOST, remember_address
from gifts.operations.leaving import let_go_of_gifts
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def remember(owner: Member, **parts: str) -> None:
    remember_address(owner_id=owner.pk, address=check_address(make.address(**parts)), now=make.NOW)


def streets(owner: Member) -> list[str]:
    return [one.address.street for one in addresses_of(owner.pk)]


def test_only_on_request() -> None:
    friend = make.member()
    make.accepted(friend)
    assert not SavedAddress.objects.exists()
    gift = make.offered(friend, source="b")
    operations.accept_gift(actor=friend, gift_id=gift.pk, address=make.address(), remember=True, now=make.NOW)
    assert streets(friend) == ["建国路 88 号 3 单元 1201"]


def test_nothing_of_it_stands_in_the_table() -> None:
    friend = make.member()
    remember(friend)
    row = str(SavedAddress.objects.values().get())
    assert not any(part in row for part in ("林小雨", "建国路", "138", "北京"))


def test_the_same_address_is_kept_once() -> None:
    friend = make.member()
    for _time in range(2):
        remember(friend)
    assert len(streets(friend)) == 1


def test_the_oldest_makes_room() -> None:
    friend = make.member()
    for number in range(MOST + 2):
        remember(friend, street=f"路 {number} 号")
    assert len(streets(friend)) == MOST
    assert "路 0 号" not in streets(friend)


def test_each_sees_and_forgets_only_their_own() -> None:
    friend, stranger = make.member(), make.member()
    remember(friend)
    saved = SavedAddress.objects.get()
    with pytest.raises(NotFound):
        operations.forget_address(actor=stranger, public_id=saved.public_id)
    assert (streets(friend) != [], streets(stranger)) == (True, [])

    operations.forget_address(actor=friend, public_id=saved.public_id)
    assert not SavedAddress.objects.exists()
    assert DataKey.objects.get(pk=saved.data_key_id).wrapped == ""


def test_it_is_taken_along_and_goes_with_the_member() -> None:
    friend = make.member()
    remember(friend)
    tables = {one.key: one.rows for one in export_gifts(friend.pk)}
    assert tables["address-book"][0]["street"].startswith("建国路")
    let_go_of_gifts(friend.pk, make.NOW)
    assert not SavedAddress.objects.exists()


def test_the_form_remembers_and_another_can_be_chosen(client: Client) -> None:
    friend = make.member()
    remember(friend, street="旧路 1 号")
    remember(friend, street="新路 2 号")
    gift = make.offered(friend)
    client.force_login(friend)
    path = f"/gifts/{gift.public_id}/"
    old = SavedAddress.objects.order_by("pk")[0].public_id
    assert 'value="新路 2 号"' in client.get(path).content.decode()
    assert 'value="旧路 1 号"' in client.get(f"{path}?to={old}").content.decode()

    typed = {**make.address(street="旧路 1 号").parts(), "remember": "on"}
    assert client.post(f"{path}accept/", typed).status_code == 303
    assert SavedAddress.objects.count() == 2


def test_the_page_forgets(client: Client) -> None:
    friend = make.member()
    remember(friend)
    client.force_login(friend)
    assert "建国路" in client.get("/addresses/").content.decode()
    saved = SavedAddress.objects.get()
    assert client.post(f"/addresses/{saved.public_id}/forget/").status_code == 303
    assert "建国路" not in client.get("/addresses/").content.decode()


def test_programs_read_and_forget(client: Client) -> None:
    friend = make.member()
    remember(friend)
    client.force_login(friend)
    (row,) = client.get("/api/v1/addresses/").json()["items"]
    assert row["address"]["country"] == "CN"
    path = f"/api/v1/addresses/{row['public_id']}/"
    assert client.delete(path, headers={"Idempotency-Key": "forget-1"}).status_code == 204
    assert not SavedAddress.objects.exists()
