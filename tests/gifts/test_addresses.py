"""Who may read an address, and when it is gone."""

from datetime import UTC, datetime

import pytest

from common.crypto import CannotDecrypt
from common.errors import NotFound
from common.models import DataKey
from gifts import address_rules, errors, operations, queries
from gifts.models import DeliveryAddress, Shipment
from gifts.operations import StepInput
from outbox.models import AuditLine
from tests.factories import gifts as make


def _delivered() -> DeliveryAddress:
    gift = make.shipped()
    step = StepInput(happened_at=datetime(2026, 4, 3, tzinfo=UTC), state="delivered", text="signed")
    operations.record_tracking(shipment_id=Shipment.objects.get(gift=gift).pk, steps=[step], now=make.NOW)
    return DeliveryAddress.objects.get(gift=gift)


@pytest.mark.django_db
def test_a_clerk_reads_it_while_packing_and_leaves_a_line_each_time() -> None:
    gift = make.accepted()
    clerk = make.with_role("clerk")

    for _ in range(2):
        address = operations.open_parcel_address(actor=clerk, gift_id=gift.pk)

    assert address.recipient_name == "林小雨"
    assert AuditLine.objects.filter(verb="gifts.read-address", actor=clerk).count() == 2


@pytest.mark.django_db
def test_nobody_else_reads_it() -> None:
    gift = make.accepted()

    for stranger in (make.member(), make.with_role("manager"), make.with_role("clerk", scope="brand:other")):
        with pytest.raises(NotFound):
            operations.open_parcel_address(actor=stranger, gift_id=gift.pk)

    assert not AuditLine.objects.filter(verb="gifts.read-address").exists()


@pytest.mark.django_db
def test_a_clerk_cannot_read_it_after_the_parcel_has_left() -> None:
    gift = make.shipped()

    with pytest.raises(NotFound):
        operations.open_parcel_address(actor=make.with_role("clerk"), gift_id=gift.pk)


@pytest.mark.django_db
def test_parts_cannot_be_swapped_between_columns() -> None:
    gift = make.accepted()
    row = DeliveryAddress.objects.get(gift=gift)
    DeliveryAddress.objects.filter(pk=row.pk).update(city=row.street)

    with pytest.raises(CannotDecrypt):
        queries.own_address(gift_id=gift.pk, member_id=row.owner_id)


@pytest.mark.django_db
def test_it_stays_through_the_return_window() -> None:
    row = _delivered()

    assert operations.shred_addresses(now=make.NOW) == 0

    assert queries.own_address(gift_id=row.gift_id, member_id=row.owner_id) is not None


@pytest.mark.django_db
def test_its_key_is_destroyed_after_the_return_window() -> None:
    row = _delivered()
    DeliveryAddress.objects.update(shred_after=make.NOW)

    assert [operations.shred_addresses(now=make.NOW) for _ in range(2)] == [1, 0]

    assert DataKey.objects.get(pk=row.data_key_id).wrapped == ""
    assert DeliveryAddress.objects.get().street == ""
    assert queries.own_address(gift_id=row.gift_id, member_id=row.owner_id) is None


@pytest.mark.parametrize(
    ("part", "text", "problem"),
    [
        ("recipient_name", " ", errors.PartMissing),
        ("recipient_name", "x" * 41, errors.PartTooLong),
        ("street", "街" * 121, errors.PartTooLong),
        ("street", "88 Road\u202e", errors.NotPrintable),
        ("city", "", errors.PartMissing),
        ("phone", "12", errors.BadPhone),
        ("phone", "call me", errors.BadPhone),
        ("postcode", "1000", errors.BadPostcode),
        ("postcode", "１０００２２", errors.BadPostcode),
    ],
)
def test_each_part_is_checked(part: str, text: str, problem: type[Exception]) -> None:
    problems = address_rules.address_problems(make.address(**{part: text}))

    assert {name: type(found) for name, found in problems.items()} == {part: problem}


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("+86 138-1234-5678", "13812345678"),
        ("+852 2345 6789", "+85223456789"),
        ("010 8888 8888", "01088888888"),
    ],
)
def test_phones_are_written_as_a_courier_dials_them(typed: str, dialled: str) -> None:
    assert address_rules.check_address(make.address(phone=typed)).phone == dialled


def test_province_district_and_postcode_may_be_empty() -> None:
    assert address_rules.address_problems(make.address(province="", district="", postcode="")) == {}


def test_an_address_never_prints_itself() -> None:
    assert "建国路" not in repr(make.address())
