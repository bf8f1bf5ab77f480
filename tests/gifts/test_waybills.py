"""Where no carrier is called, a clerk types the waybill and later the arrival."""

import pytest
from django.test import Client
from pytest_django import Settings

from common.errors import IllegalMove, NotFound
from gifts import errors, operations
from gifts.models import Gift, Shipment, StockEntry
from gifts.states import GiftState
from outbox.models import FactRow, Job
from outbox.testing import run_jobs
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_carrier(settings: Settings) -> None:
    settings.PROVIDERS = {"carrier": {"mode": "off"}}


def accepted() -> Gift:
    """The job that would call a carrier has run, and found none to call."""
    gift = make.accepted(of=make.item(stock=1))
    run_jobs(["gifts.fulfil-gift"])
    return gift


def typed(gift: Gift, *, carrier: str = "EMS", number: str = "ex 000000001 cn") -> Shipment:
    clerk = make.with_role("clerk")
    return operations.type_waybill(actor=clerk, gift_id=gift.pk, carrier=carrier, number=number, now=make.NOW)


def nothing_sent(gift: Gift) -> bool:
    return not Shipment.objects.exists() and make.state_of(gift) == GiftState.ACCEPTED


def test_without_a_carrier_no_job_dies_and_the_gift_waits_for_its_clerk() -> None:
    gift = accepted()
    assert list(Job.objects.filter(kind="gifts.fulfil-gift").values_list("state", flat=True)) == ["done"]
    assert nothing_sent(gift)


def test_the_typed_parcel_is_on_its_way_and_nobody_asks_a_carrier_for_it() -> None:
    gift = accepted()
    shipment = typed(gift)

    assert (shipment.carrier, shipment.waybill_no, shipment.next_check_at) == ("EMS", "EX000000001CN", None)
    assert make.state_of(gift) == GiftState.SHIPPED
    assert FactRow.objects.filter(kind="gifts.gift-shipped").count() == 1
    assert StockEntry.objects.filter(kind="consume").count() == 1


def test_typing_again_changes_nothing() -> None:
    gift = accepted()
    first = typed(gift)
    assert typed(gift, number="OTHER-001").waybill_no == first.waybill_no
    assert StockEntry.objects.filter(kind="consume").count() == 1


@pytest.mark.parametrize(
    ("carrier", "number", "field"),
    [("", "EX000000001CN", "carrier"), ("x" * 33, "EX000000001CN", "carrier"), ("EMS", "12 34", "number")],
)
def test_what_no_receipt_says_is_refused(carrier: str, number: str, field: str) -> None:
    gift = accepted()
    with pytest.raises(errors.BadWaybill) as refused:
        typed(gift, carrier=carrier, number=number)
    assert refused.value.field == field
    assert nothing_sent(gift)


def test_a_number_belongs_to_one_parcel() -> None:
    typed(accepted())
    second = accepted()
    with pytest.raises(errors.WaybillTaken):
        typed(second)
    assert make.state_of(second) == GiftState.ACCEPTED


@pytest.mark.parametrize("state", ["todo", "unknown"])
def test_not_while_a_carrier_may_be_called(state: str) -> None:
    gift = accepted()
    Job.objects.filter(kind="gifts.fulfil-gift").update(state=state, done_at=None)
    with pytest.raises(errors.BeingSent):
        typed(gift)
    assert nothing_sent(gift)


def test_a_parcel_that_the_carrier_refused_is_sent_by_hand() -> None:
    gift = accepted()
    Job.objects.filter(kind="gifts.fulfil-gift").update(state="dead", done_at=None)
    assert typed(gift).gift_id == gift.pk


def test_what_is_no_parcel_or_not_accepted_has_no_waybill() -> None:
    with pytest.raises(errors.NoParcel):
        typed(make.accepted(of=make.item(stock=1, kind="experience")))
    with pytest.raises(IllegalMove):
        typed(make.offered(of=make.item(stock=1)))


def test_it_is_for_clerks_of_the_brand() -> None:
    gift = accepted()
    for stranger in (gift.recipient, make.with_role("manager"), make.with_role("clerk", scope="brand:other")):
        assert stranger is not None
        with pytest.raises(NotFound):
            operations.type_waybill(
                actor=stranger, gift_id=gift.pk, carrier="EMS", number="EX000000001CN", now=make.NOW
            )
    assert nothing_sent(gift)


def test_the_arrival_is_noted_once() -> None:
    gift, clerk = accepted(), make.with_role("clerk")
    typed(gift)
    for _time in range(2):
        operations.note_arrival(actor=clerk, gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.DELIVERED
    assert FactRow.objects.filter(kind="gifts.gift-delivered").count() == 1


def test_the_arrival_of_what_a_carrier_follows_is_the_carriers_to_tell() -> None:
    gift = make.shipped()
    Shipment.objects.update(provider_ref="known-there")
    with pytest.raises(IllegalMove):
        operations.note_arrival(actor=make.with_role("clerk"), gift_id=gift.pk, now=make.NOW)
    assert make.state_of(gift) == GiftState.SHIPPED


def test_the_packing_page_keeps_what_was_typed(client: Client) -> None:
    gift = accepted()
    client.force_login(make.with_role("clerk"))
    path = f"/admin/gifts/parceltopack/{gift.pk}/pack/"
    page = client.post(path, {"waybill": "1", "carrier": "EMS", "number": "?"}).content.decode()
    assert 'value="EMS"' in page and "6 to 40 letters" in page

    answer = client.post(path, {"waybill": "1", "carrier": "EMS", "number": "EX000000001CN"})
    assert answer.status_code == 302
    assert make.state_of(gift) == GiftState.SHIPPED
