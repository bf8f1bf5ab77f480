from datetime import datetime

import pytest

from common.errors import NotFound
from common.models import DataKey
from gifts import errors, operations, queries
from gifts.models import DeliveryAddress, Gift
from gifts.states import GiftState
from outbox.models import AuditLine, FactRow, Job
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _accept(gift: Gift, **options: object) -> Gift:
    given = {"actor": gift.recipient, "address": make.address(), "now": make.NOW} | options
    return operations.accept_gift(gift_id=gift.pk, **given)  # type: ignore[arg-type]


def test_says_yes_and_keeps_the_address_encrypted() -> None:
    gift = make.offered()

    _accept(gift)

    row = DeliveryAddress.objects.get(gift=gift)
    assert make.state_of(gift) == GiftState.ACCEPTED
    assert "建国路" not in row.street
    assert queries.own_address(gift_id=gift.pk, member_id=row.owner_id) == make.address(phone="13812345678")


def test_repeating_changes_nothing() -> None:
    gift = make.offered()

    _accept(gift)
    again = _accept(gift, address=make.address(street="elsewhere 1"))

    assert again.state == GiftState.ACCEPTED
    address = queries.own_address(gift_id=gift.pk, member_id=gift.recipient_id or 0)
    assert address is not None
    assert address.street.startswith("建国路")
    assert FactRow.objects.filter(kind="gifts.gift-accepted").count() == 1


def test_sends_an_automatic_parcel_once() -> None:
    gift = make.accepted()

    job = Job.objects.get(kind="gifts.fulfil-gift")
    assert job.payload == {"gift_id": gift.pk}


def test_desk_parcel_waits_for_a_clerk() -> None:
    make.accepted(of=make.item(stock=1, fulfilment="desk"))

    assert not Job.objects.filter(kind="gifts.fulfil-gift").exists()


def test_parcel_needs_an_address() -> None:
    gift = make.offered()

    with pytest.raises(errors.AddressMissing):
        _accept(gift, address=None)

    assert make.state_of(gift) == GiftState.OFFERED


def test_experience_needs_none() -> None:
    gift = make.offered(of=make.item(stock=1, kind="experience"))

    _accept(gift, address=None)

    assert make.state_of(gift) == GiftState.ACCEPTED
    assert not DeliveryAddress.objects.exists()


def test_bad_address_changes_nothing() -> None:
    gift = make.offered()
    keys = DataKey.objects.count()

    with pytest.raises(errors.PartTooLong) as refused:
        _accept(gift, address=make.address(street="x" * 121))

    assert refused.value.field == "street"
    assert make.state_of(gift) == GiftState.OFFERED
    assert DataKey.objects.count() == keys


def test_is_hidden_from_strangers() -> None:
    gift = make.offered()

    for stranger in (make.member(), make.with_role("manager"), make.with_role("clerk")):
        with pytest.raises(NotFound):
            _accept(gift, actor=stranger)

    assert make.state_of(gift) == GiftState.OFFERED


def test_is_refused_after_the_end_by_the_database_clock() -> None:
    gift = make.offered()
    make.make_overdue(gift)

    with pytest.raises(errors.OfferOver):
        _accept(gift, now=datetime(2020, 1, 1, tzinfo=make.NOW.tzinfo))

    assert make.state_of(gift) == GiftState.OFFERED


def test_is_refused_after_a_no() -> None:
    gift = make.offered()
    assert gift.recipient is not None
    operations.decline_gift(actor=gift.recipient, gift_id=gift.pk, now=make.NOW)

    with pytest.raises(errors.AlreadyAnswered):
        _accept(gift)

    assert make.state_of(gift) == GiftState.DECLINED


def test_leaves_an_audit_line_without_the_address() -> None:
    gift = make.accepted()

    line = AuditLine.objects.get(object_id=gift.public_id, new_state="accepted")
    assert line.actor_id == gift.recipient_id
    assert "建国路" not in str(list(FactRow.objects.values())) + str(list(Job.objects.values()))
