"""Parcels that did not arrive."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Member
from common.access import SYSTEM
from common.errors import IllegalMove, NotFound, ReasonMissing
from gifts import errors, operations, reconcile
from gifts.mending_queries import dead_parcels
from gifts.models import Gift, GiftOffer, Shipment, StockEntry
from gifts.rules import StepInput
from gifts.states import GiftState, ShipmentState
from gifts.warehouse_queries import houses_of
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def told(gift: Gift, *states: str) -> Gift:
    steps = [
        StepInput(happened_at=make.NOW + timedelta(hours=hour), state=state, text=state)
        for hour, state in enumerate(states)
    ]
    operations.record_tracking(shipment_id=gift.shipment.pk, steps=steps, now=make.NOW)
    return Gift.objects.get(pk=gift.pk)


def returned() -> Gift:
    return told(make.shipped(), "refused", "returned")


def settle(gift: Gift, outcome: str) -> Shipment:
    clerk = make.with_role("clerk")
    return operations.settle_return(
        actor=clerk, gift_id=gift.pk, outcome=outcome, reason="opened", now=make.NOW
    )


def on_the_desk() -> list[str]:
    return [str(parcel.state) for parcel in dead_parcels(make.with_role("clerk")).order_by("pk")]


def test_a_refused_parcel_is_on_its_way_back_and_may_still_be_brought() -> None:
    gift = told(make.shipped(), "out_for_delivery", "refused", "in_transit")
    assert Shipment.objects.get().state == ShipmentState.REFUSED
    assert on_the_desk() == ["refused"]
    told(gift, "delivered")
    assert on_the_desk() == []


def test_what_came_back_whole_goes_to_the_shelf_once() -> None:
    gift = returned()
    before = make.left(gift.item)
    for _time in range(2):
        settle(gift, "restocked")
    assert make.left(gift.item) == before + 1
    assert StockEntry.objects.filter(kind="receive", reason="opened").count() == 1
    with pytest.raises(errors.SettledOtherwise):
        settle(gift, "written_off")


def test_it_goes_to_the_shelf_of_the_house_that_it_left() -> None:
    shelf, north = make.item(), make.warehouse()
    operations.receive_stock(
        actor=SYSTEM, item_id=shelf.pk, quantity=2, warehouse_id=north.pk, reason="delivery", now=make.NOW
    )
    settle(told(make.shipped(of=shelf), "refused", "returned"), "restocked")
    assert [(house.name, house.on_hand) for house in houses_of(shelf)] == [("", 0), ("North", 2)]


def test_what_came_back_spoilt_does_not() -> None:
    gift = returned()
    before = make.left(gift.item)
    settle(gift, "written_off")
    assert make.left(gift.item) == before


def test_what_is_still_on_its_way_has_not_come_back() -> None:
    with pytest.raises(errors.NotBack):
        settle(make.shipped(), "restocked")
    assert Shipment.objects.get().outcome == ""


def test_a_lost_parcel_ends_its_gift_and_its_address() -> None:
    gift, clerk = make.shipped(), make.with_role("clerk")
    for _time in range(2):
        operations.note_lost(actor=clerk, gift_id=gift.pk, reason="searched for", now=make.NOW)
    assert make.state_of(gift) == GiftState.RETURNED
    assert Shipment.objects.get().outcome == "written_off"
    assert Gift.objects.get(pk=gift.pk).address.shred_after is not None


def test_a_delivered_parcel_is_not_lost_and_a_reason_is_asked() -> None:
    gift = make.shipped()
    with pytest.raises(ReasonMissing):
        operations.note_lost(actor=SYSTEM, gift_id=gift.pk, reason=" ", now=make.NOW)
    told(gift, "delivered")
    with pytest.raises(IllegalMove):
        operations.note_lost(actor=SYSTEM, gift_id=gift.pk, reason="x", now=make.NOW)
    assert make.state_of(gift) == GiftState.DELIVERED


def test_it_is_offered_again_once_to_the_same_person() -> None:
    gift = returned()
    settle(gift, "restocked")
    made = {operations.offer_again(actor=SYSTEM, gift_id=gift.pk, now=make.NOW).pk for _time in range(2)}
    new = Gift.objects.get(pk=made.pop())
    assert (made, new.recipient_id, new.source, new.sequence) == (set(), gift.recipient_id, gift.source, 2)
    assert GiftOffer.objects.get(gift=new).expires_at > datetime.now(UTC)
    assert on_the_desk() == []
    assert [check.key for check in reconcile.CHECKS if check.run()] == []


def test_not_before_somebody_has_looked() -> None:
    gift = returned()
    with pytest.raises(errors.NotBack):
        operations.offer_again(actor=SYSTEM, gift_id=gift.pk, now=make.NOW)
    assert Gift.objects.count() == 1


def test_nothing_is_held_out_to_somebody_who_is_not_here() -> None:
    gift = returned()
    settle(gift, "restocked")
    Member.objects.filter(gifts=gift).update(state="suspended")
    with pytest.raises(errors.RecipientGone):
        operations.offer_again(actor=SYSTEM, gift_id=gift.pk, now=make.NOW)
    assert (Gift.objects.count(), make.left(gift.item)) == (1, 1)


def test_silence_of_a_week_is_seen() -> None:
    gift = make.shipped()
    Shipment.objects.update(created_at=datetime.now(UTC) - timedelta(days=6))
    assert on_the_desk() == []
    Shipment.objects.update(created_at=datetime.now(UTC) - timedelta(days=8))
    assert on_the_desk() == ["created"]
    fresh = StepInput(happened_at=datetime.now(UTC), state="in_transit", text="moving")
    operations.record_tracking(shipment_id=gift.shipment.pk, steps=[fresh], now=make.NOW)
    assert on_the_desk() == []


def test_the_desk_is_for_clerks_of_the_brand() -> None:
    gift = returned()
    for stranger in (make.with_role("manager"), make.with_role("clerk", scope="brand:other")):
        with pytest.raises(NotFound):
            operations.settle_return(
                actor=stranger, gift_id=gift.pk, outcome="restocked", reason="x", now=make.NOW
            )
    assert Shipment.objects.get().outcome == ""


def test_the_desk_settles_and_offers_again(client: Client) -> None:
    gift = returned()
    client.force_login(make.with_role("clerk"))

    def act(action: str, **more: str) -> None:
        data = {"action": action, "_selected_action": [gift.shipment.pk], **more}
        assert client.post("/admin/gifts/deadparcel/", data).status_code == 302

    act("restock")
    assert Shipment.objects.get().outcome == ""  # a reason is missing
    act("restock", reason="opened")
    act("offer_again")
    assert Gift.objects.filter(source=gift.source, state=GiftState.OFFERED).count() == 1
