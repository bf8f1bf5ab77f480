"""The manager's acts with an item for programs, and the news of its stock."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from gifts import errors, operations
from gifts.models import Item
from outbox.models import FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _manager(scope: str = make.BRAND) -> Client:
    client = Client()
    client.force_login(make.with_role("manager", scope=scope))
    return client


def _post(client: Client, item: Item, act: str, **body: Any) -> Any:
    return client.post(
        f"/api/v1/items/{item.public_id}/{act}/",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": uuid.uuid4().hex},
    )


def _changes() -> list[tuple[str, int]]:
    facts = FactRow.objects.filter(kind="gifts.stock-changed")
    return sorted((fact.payload["change"], fact.payload["quantity"]) for fact in facts)


def test_broken_units_are_written_off() -> None:
    shelf = make.item(stock=3)

    answer = _post(_manager(), shelf, "write-offs", quantity=2, reason="broken")

    assert (answer.status_code, answer.json()["left"]) == (201, 1)


def test_an_item_is_placed_retired_and_brought_back() -> None:
    shelf, manager = make.item(stock=1), _manager()

    assert _post(manager, shelf, "shelf", shelf="A-03").json()["shelf"] == "A-03"
    assert _post(manager, shelf, "retire", reason="old").json()["state"] == "retired"
    assert _post(manager, shelf, "bring-back", reason="again").json()["state"] == "active"


def test_an_item_is_put_among_the_presents_and_taken_out() -> None:
    shelf, manager = make.item(stock=1), _manager()
    for is_open in (True, False):
        _post(manager, shelf, "present-choice", is_open=is_open)
        assert Item.objects.get(pk=shelf.pk).for_presents is is_open


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("write-offs", {"quantity": 1, "reason": "broken"}),
        ("shelf", {"shelf": "A-03"}),
        ("retire", {"reason": "old"}),
        ("bring-back", {"reason": "again"}),
        ("present-choice", {"is_open": True}),
    ],
)
def test_another_brands_manager_changes_nothing(act: str, body: dict[str, Any]) -> None:
    shelf = make.item(stock=1)
    before = Item.objects.filter(pk=shelf.pk).values().get()

    assert _post(_manager("brand:other"), shelf, act, **body).status_code == 404
    assert Item.objects.filter(pk=shelf.pk).values().get() == before
    assert make.left(shelf) == 1


def test_each_change_of_stock_is_told() -> None:
    shelf, house = make.item(stock=5), make.warehouse()
    boss = make.with_role("manager")
    about = {"actor": boss, "item_id": shelf.pk, "reason": "why", "now": make.NOW}

    operations.write_off_stock(quantity=1, **about)  # type: ignore[arg-type]
    operations.move_stock(quantity=2, from_id=None, to_id=house.pk, **about)  # type: ignore[arg-type]
    operations.count_stock(warehouse_id=None, counted=3, **about)  # type: ignore[arg-type]

    assert _changes() == [
        ("found", 1),
        ("move_in", 2),
        ("move_out", 2),
        ("receive", 5),
        ("write_off", 1),
    ]


def test_what_was_refused_is_not_told() -> None:
    shelf = make.item(stock=1)
    with pytest.raises(errors.NothingFree):
        operations.write_off_stock(
            actor=make.with_role("manager"), item_id=shelf.pk, quantity=2, reason="why", now=make.NOW
        )

    assert _changes() == [("receive", 1)]


def test_a_gift_given_is_no_change_of_the_shelf() -> None:
    make.accepted(of=make.item(stock=1))

    assert _changes() == [("receive", 1)]
