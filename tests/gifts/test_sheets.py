"""Tables out and in: no formulas, all or nothing."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from common.access import SYSTEM
from gifts import errors, operations
from gifts.models import Shipment, StockEntry
from gifts.sheet_queries import STOCK_HEADS, stock_rows
from gifts.sheets import MOST_LINES, RISKY, plain_cell, read_csv, safe_cell, to_csv
from gifts.states import GiftState
from tests.factories import gifts as make

TRICKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =cmd|' /C calc'!A0", "'=1", "'"]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_cell_is_a_formula_and_each_comes_back(trick: str) -> None:
    cell = safe_cell(trick)
    assert not cell.lstrip(" ").startswith(RISKY)
    assert plain_cell(cell) == trick


@given(st.text())
def test_every_text_survives_and_none_is_run(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
    assert not safe_cell(text).lstrip(" ").startswith(RISKY)


def test_a_table_is_read_as_it_was_written_by_its_heads() -> None:
    body = to_csv(("b", "a"), [("=x", "一,二"), ("", "")])
    assert body.startswith(b"\xef\xbb\xbf")
    assert read_csv([body[:5], body[5:]], ("a", "b")) == [(2, {"a": "一,二", "b": "=x"})]


def test_a_cell_over_several_lines_moves_the_numbers_of_those_below() -> None:
    body = b'a,b\r\n"one\r\ntwo\r\nthree",1\r\n\r\nx,2\r\n'
    assert [line for line, _cells in read_csv([body], ("a", "b"))] == [2, 6]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"x,y\n1,2\n", errors.HeadMissing),
        (b"", errors.HeadMissing),
        (b"a\n\xff\n", errors.SheetUnreadable),
        (b"a\n1\0\n", errors.SheetUnreadable),
        (b'a\n"open', errors.SheetUnreadable),
        (b"a\n" + b"1\n" * (MOST_LINES + 1), errors.SheetTooLarge),
        (b"a\n" + b"1" * (1024 * 1024), errors.SheetTooLarge),
    ],
)
def test_what_is_no_table_is_refused(body: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_csv([body], ("a",))


@pytest.mark.django_db
def test_counts_are_entered_by_house_and_again_change_nothing() -> None:
    shelf, north = make.item(stock=5), make.warehouse()
    lines = [
        (2, {"item": shelf.public_id, "warehouse": "", "on_hand": "5", "counted": "4"}),
        (3, {"item": shelf.public_id, "warehouse": north.name, "on_hand": "", "counted": "2"}),
        (4, {"item": shelf.public_id, "warehouse": "", "on_hand": "5", "counted": ""}),
    ]
    found = [
        operations.enter_counts(actor=SYSTEM, lines=lines, reason="count", dry_run=False, now=make.NOW)
        for _time in range(2)
    ]
    assert [result.changed for result in found] == [2, 0]
    assert [row[3:6] for row in stock_rows([shelf])] == [("", 4, 0), ("North", 2, 0)]


@pytest.mark.django_db
def test_one_wrong_line_and_nothing_is_written() -> None:
    shelf = make.item(stock=5)
    lines = [
        (2, {"item": shelf.public_id, "warehouse": "", "on_hand": "5", "counted": "4"}),
        (3, {"item": "nobody", "warehouse": "", "on_hand": "5", "counted": "4"}),
        (4, {"item": shelf.public_id, "warehouse": "Nowhere", "on_hand": "5", "counted": "4"}),
        (5, {"item": shelf.public_id, "warehouse": "", "on_hand": "5", "counted": "-4"}),
    ]
    result = operations.enter_counts(actor=SYSTEM, lines=lines, reason="x", dry_run=False, now=make.NOW)
    assert [line for line, _problem in result.problems] == [3, 4, 5]
    assert make.left(shelf) == 5


@pytest.mark.django_db
def test_lines_about_the_same_are_named_and_nothing_is_written() -> None:
    shelf, gift = make.item(stock=5), make.accepted(of=make.item(stock=1, fulfilment="desk"))
    count = {"item": shelf.public_id, "warehouse": "", "on_hand": "5", "counted": "4"}
    counts = [(2, count), (3, {**count, "counted": ""}), (4, count)]
    waybill = {"gift": gift.public_id, "carrier": "EMS", "waybill": "EX000000001CN"}

    results = [
        operations.enter_counts(actor=SYSTEM, lines=counts, reason="x", dry_run=False, now=make.NOW),
        operations.enter_waybills(
            actor=SYSTEM, lines=[(2, waybill), (7, waybill)], dry_run=False, now=make.NOW
        ),
    ]

    assert [result.problems for result in results] == [
        [(line, errors.LineRepeated(line=2).text)] for line in (4, 7)
    ]
    assert make.left(shelf) == 5
    assert not Shipment.objects.exists()


@pytest.mark.django_db
def test_items_are_counted_in_one_order_whatever_the_tables() -> None:
    shelves = [make.item(stock=5) for _ in range(3)]
    backwards = [
        (line, {"item": shelf.public_id, "warehouse": "", "on_hand": "5", "counted": "4"})
        for line, shelf in enumerate(reversed(shelves), start=2)
    ]
    operations.enter_counts(actor=SYSTEM, lines=backwards, reason="count", dry_run=False, now=make.NOW)
    written = StockEntry.objects.filter(reason="count").order_by("pk").values_list("item_id", flat=True)
    assert list(written) == [shelf.pk for shelf in shelves]

    wrong = [(line, {**cells, "counted": "-"}) for line, cells in backwards]
    result = operations.enter_counts(actor=SYSTEM, lines=wrong, reason="x", dry_run=False, now=make.NOW)
    assert [line for line, _problem in result.problems] == [2, 3, 4]


@pytest.mark.django_db
def test_parcels_leave_in_the_order_of_their_shelves() -> None:
    gifts = [make.accepted(of=make.item(stock=1, fulfilment="desk")) for _ in range(3)]
    backwards = [
        (line, {"gift": gift.public_id, "carrier": "EMS", "waybill": f"EX00000000{line}CN"})
        for line, gift in enumerate(reversed(gifts), start=2)
    ]
    result = operations.enter_waybills(actor=SYSTEM, lines=backwards, dry_run=False, now=make.NOW)
    assert (result.changed, result.problems) == (3, [])
    assert list(Shipment.objects.order_by("pk").values_list("gift_id", flat=True)) == [g.pk for g in gifts]


@pytest.mark.django_db
def test_a_count_from_before_a_parcel_left_is_refused() -> None:
    shelf = make.item(stock=5)
    head = {"item": shelf.public_id, "warehouse": "", "on_hand": "5"}
    make.shipped(of=shelf)

    def enter(counted: str, on_hand: str = "5") -> list[str]:
        lines = [(2, {**head, "on_hand": on_hand, "counted": counted})]
        result = operations.enter_counts(actor=SYSTEM, lines=lines, reason="x", dry_run=False, now=make.NOW)
        return [problem for _line, problem in result.problems]

    assert enter("5") == enter("3") == [errors.BookChanged().text]
    assert enter("3", on_hand="") == [errors.BookChanged().text]
    assert make.left(shelf) == 4
    assert enter("3", on_hand="4") == []
    assert make.left(shelf) == 3


@pytest.mark.django_db
def test_a_manager_counts_only_the_brands_own() -> None:
    foreign = make.item(stock=5, brand_ref="brand:other")
    lines = [(2, {"item": foreign.public_id, "warehouse": "", "on_hand": "5", "counted": "0"})]
    boss = make.with_role("manager")
    result = operations.enter_counts(actor=boss, lines=lines, reason="x", dry_run=False, now=make.NOW)
    assert (result.changed, len(result.problems)) == (0, 1)
    assert make.left(foreign) == 5


@pytest.mark.django_db
def test_the_stock_desk_gives_out_and_takes_back(client: Client) -> None:
    shelf = make.item(stock=5, name={"en": "=HYPERLINK(1)"})
    client.force_login(make.with_role("manager"))
    given_out = client.post("/admin/gifts/item/", {"action": "give_out", "_selected_action": [shelf.pk]})
    rows = list(csv.DictReader(io.StringIO(given_out.content.decode("utf-8-sig"))))
    assert list(rows[0]) == list(STOCK_HEADS)
    assert rows[0]["name"] == "'=HYPERLINK(1)"

    filled = to_csv(STOCK_HEADS, [[*list(rows[0].values())[:-1], "3"]])

    def bring(**more: str) -> int:
        file = SimpleUploadedFile("stock.csv", filled, content_type="text/csv")
        data = {"file": file, "reason": "counted", **more}
        return client.post("/admin/gifts/item/counts/", data).status_code

    assert (bring(dry_run="on"), make.left(shelf)) == (200, 5)
    assert (bring(), make.left(shelf)) == (302, 3)


@pytest.mark.django_db
def test_the_packing_desk_gives_out_no_address_and_takes_waybills(client: Client) -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    client.force_login(make.with_role("clerk"))
    given_out = client.post(
        "/admin/gifts/parceltopack/", {"action": "give_out", "_selected_action": [gift.pk]}
    ).content.decode()
    assert gift.public_id in given_out and "建国路" not in given_out

    body = to_csv(("gift", "carrier", "waybill"), [(gift.public_id, "EMS", "EX000000001CN")])
    file = SimpleUploadedFile("packing.csv", body, content_type="text/csv")
    assert client.post("/admin/gifts/parceltopack/waybills/", {"file": file}).status_code == 302
    assert Shipment.objects.get().waybill_no == "EX000000001CN"
    assert make.state_of(gift) == GiftState.SHIPPED
