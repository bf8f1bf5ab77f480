"""The desks' tables for programs: out and back, looked at first, all or nothing, once per key."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from gifts.models import Shipment, StockEntry
from gifts.sheets import read_csv
from gifts.states import GiftState
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db
STOCK, PACKING = "/api/v1/stock-table/", "/api/v1/packing-table/"


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def _post(client: Client, url: str, *, key: str = "k1", **data: Any) -> Any:
    return client.post(
        url, data, content_type="application/json", headers={"Idempotency-Key": f"table-key-{key}-0001"}
    )


def _counted(shelf: Any, counted: str) -> str:
    return f"item,warehouse,on_hand,counted\n{shelf.public_id},,5,{counted}\n"


def test_a_table_goes_out_filled_in_and_back() -> None:
    shelf, foreign = make.item(stock=5), make.item(stock=3, brand_ref="brand:other")
    boss = _client(make.with_role("manager"))
    out = boss.get(STOCK)
    assert out["Content-Type"].startswith("text/csv") and out["Cache-Control"] == "no-store"
    assert shelf.public_id in out.content.decode() and foreign.public_id not in out.content.decode()

    told = _post(boss, STOCK, table=_counted(shelf, "4"), reason="counted")

    assert (told.status_code, told.json()) == (200, {"changed": 1, "is_written": True, "problems": []})
    assert make.left(shelf) == 4


def test_a_look_writes_nothing_and_the_same_key_writes_once() -> None:
    shelf = make.item(stock=5)
    boss = _client(make.with_role("manager"))
    look = _post(boss, STOCK, key="look", table=_counted(shelf, "4"), reason="counted", dry_run=True)
    assert (look.json()["changed"], look.json()["is_written"], make.left(shelf)) == (1, False, 5)

    answers = [_post(boss, STOCK, table=_counted(shelf, "4"), reason="counted") for _time in range(2)]
    other = _post(boss, STOCK, table=_counted(shelf, "3"), reason="counted")

    assert [answer.json()["is_written"] for answer in answers] == [True, True]
    assert (answers[1]["Idempotency-Replayed"], other.status_code) == ("true", 422)
    assert StockEntry.objects.filter(reason="counted").count() == 1


def test_what_is_wrong_is_named_by_line_and_nothing_is_written() -> None:
    shelf = make.item(stock=5)
    foreign = make.item(stock=5, brand_ref="brand:other")
    table = _counted(shelf, "4") + f"{shelf.public_id},,5,4\n{foreign.public_id},,5,4\n"

    told = _post(_client(make.with_role("manager")), STOCK, table=table, reason="counted")

    assert (told.status_code, told.json()["is_written"]) == (422, False)
    assert [one["line"] for one in told.json()["problems"]] == [3, 4]
    assert "Line 2" in told.json()["problems"][0]["problem"]
    assert (make.left(shelf), make.left(foreign)) == (5, 5)


def test_no_cell_that_goes_out_is_a_formula() -> None:
    make.item(stock=1, name={"en": "=HYPERLINK(1)", "zh-hans": "=1"})
    out = _client(make.with_role("manager")).get(STOCK).content
    assert b"\"'=" in out and b'"=' not in out
    assert read_csv([out], ("name",))[0][1]["name"].startswith("=")


def test_waybills_come_back_by_table() -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    clerk = _client(make.with_role("clerk"))
    assert gift.public_id in clerk.get(PACKING).content.decode()

    told = _post(clerk, PACKING, table=f"gift,carrier,waybill\n{gift.public_id},EMS,EX000000001CN\n")

    assert (told.status_code, told.json()["changed"]) == (200, 1)
    assert make.state_of(gift) == GiftState.SHIPPED


@pytest.mark.parametrize("url", [STOCK, PACKING])
def test_members_get_and_bring_no_table(url: str) -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    client = _client(make.member())
    table = f"gift,carrier,waybill\n{gift.public_id},EMS,EX000000001CN\n"
    assert client.get(url).status_code == 403
    assert _post(client, url, table=table, reason="x").status_code == 403
    assert not Shipment.objects.exists()


def test_what_is_no_table_is_refused() -> None:
    told = _post(_client(make.with_role("clerk")), PACKING, table="x,y\n1,2\n")
    assert told.json()["code"] == "head-missing"
