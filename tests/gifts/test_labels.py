"""Labels: drawn whole, scanned back, read by name, kept nowhere."""

import pytest
import zxingcpp
from django.test import Client

from common.errors import NotFound
from gifts import errors, operations
from gifts.labels import DPI, MOST, SIZE, Label, draw_label, pdf_of
from outbox.models import AuditLine
from tests.factories import gifts as make


def label(**parts: str) -> Label:
    return Label(
        address=make.address(**parts),
        sender="Spring Co.",
        item="运动鞋",
        number="abc123",
        waybill="SF0000000001",
        url="https://example.org/admin/gifts/parceltopack/1/pack/",
    )


def ink(picture: object, box: tuple[int, int, int, int]) -> int:
    return picture.crop(box).histogram()[0]  # type: ignore[attr-defined,no-any-return]


def test_the_code_is_read_back_and_names_nobody() -> None:
    found = zxingcpp.read_barcodes(draw_label(label()).convert("L"))
    assert [code.text for code in found] == ["https://example.org/admin/gifts/parceltopack/1/pack/"]


def test_it_is_black_and_white_and_as_large_as_the_printer_takes() -> None:
    picture = draw_label(label())
    assert (picture.mode, picture.size) == ("1", SIZE)
    assert (round(SIZE[0] / DPI * 25.4), round(SIZE[1] / DPI * 25.4)) == (100, 150)


def test_chinese_is_drawn_and_not_left_out() -> None:
    top = (0, 0, SIZE[0], 400)
    assert ink(draw_label(label()), top) > ink(draw_label(label(recipient_name="一", district="一")), top) > 0


def test_the_longest_address_stays_above_the_line_and_is_not_cut() -> None:
    longest = label(street="长" * 119 + "尾", recipient_name="名" * 40)
    other = label(street="长" * 119 + "首", recipient_name="名" * 40)
    pictures = [draw_label(each).tobytes() for each in (longest, other)]
    assert pictures[0] != pictures[1]


def test_a_sign_that_no_font_has_is_refused() -> None:
    with pytest.raises(errors.LabelUndrawable):
        draw_label(label(recipient_name="安娜\U000e0041"))


def test_each_parcel_has_a_page() -> None:
    body = pdf_of([label(), label(street="另一条路 2 号")])
    assert body.startswith(b"%PDF") and body.count(b"/MediaBox") == 2


def test_labels_are_not_printed_in_the_hundreds() -> None:
    with pytest.raises(errors.TooManyLabels):
        pdf_of([label()] * (MOST + 1))


def test_nothing_of_a_label_is_in_its_repr() -> None:
    assert "林小雨" not in repr(label())


@pytest.mark.django_db
def test_each_reading_is_written_down() -> None:
    gifts = [make.accepted(of=make.item(stock=1, fulfilment="desk")) for _each in range(2)]
    clerk = make.with_role("clerk")
    found = operations.open_labels(actor=clerk, gift_ids=[gift.pk for gift in gifts])
    assert {one.number for one in found} == {gift.public_id for gift in gifts}
    assert AuditLine.objects.filter(verb="gifts.read-address", actor=clerk).count() == 2


@pytest.mark.django_db
def test_no_label_without_every_right() -> None:
    mine = make.accepted(of=make.item(stock=1))
    foreign = make.accepted(of=make.item(stock=1, brand_ref="brand:other"))
    with pytest.raises(NotFound):
        operations.open_labels(actor=make.with_role("clerk"), gift_ids=[mine.pk, foreign.pk])
    with pytest.raises(NotFound):
        operations.open_labels(actor=make.with_role("clerk"), gift_ids=[make.shipped().pk])
    assert not AuditLine.objects.filter(verb="gifts.read-address", actor__isnull=False).exists()


@pytest.mark.django_db
def test_the_desk_answers_with_a_pdf_that_no_cache_keeps(client: Client) -> None:
    gift = make.accepted(of=make.item(stock=1, fulfilment="desk"))
    client.force_login(make.with_role("clerk"))
    answer = client.post("/admin/gifts/parceltopack/", {"action": "labels", "_selected_action": [gift.pk]})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
