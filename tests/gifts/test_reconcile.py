"""Each check notices the row that breaks it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from common.clock import db_now
from gifts import reconcile
from gifts.models import DeliveryAddress, Gift, GiftOffer, Shipment, StockBalance, StockEntry
from tests.factories import gifts as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("breaks_invariants")]


def _lose_a_unit(gift: Gift) -> None:
    StockBalance.objects.filter(item=gift.item, on_hand__gt=F("reserved")).update(on_hand=F("on_hand") - 1)


def _reserve_a_ghost(gift: Gift) -> None:
    StockBalance.objects.filter(item=gift.item, on_hand__gt=F("reserved")).update(reserved=F("reserved") + 1)


def _forget_the_entry(gift: Gift) -> None:
    StockEntry(
        item=gift.item, slot=0, kind="release", quantity=1, gift=gift, reason="ghost", at=make.NOW
    ).save(force_insert=True)


def _close_the_offer(gift: Gift) -> None:
    GiftOffer.objects.filter(gift=gift).update(answer="declined", answered_at=make.NOW)


def _ship_without_waybill(gift: Gift) -> None:
    Gift.objects.filter(pk=gift.pk).update(state="shipped", accepted_at=make.NOW, shipped_at=make.NOW)


def _waybill_without_shipping(gift: Gift) -> None:
    Shipment.objects.create(gift=gift, carrier="sf", waybill_no="X1", created_at=make.NOW)


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (_lose_a_unit, reconcile.stock_equals_entries),
        (_reserve_a_ghost, reconcile.reserved_equals_live_gifts),
        (_forget_the_entry, reconcile.every_gift_has_its_entries),
        (_close_the_offer, reconcile.open_offers_fit_gifts),
        (_ship_without_waybill, reconcile.shipped_gifts_have_one_waybill),
        (_waybill_without_shipping, reconcile.shipped_gifts_have_one_waybill),
    ],
)
def test_damage_is_noticed(damage: Callable[[Gift], None], check: Callable[[], list[str]]) -> None:
    gift = make.offered(of=make.item(stock=8))
    assert check() == []

    damage(gift)

    assert len(check()) == 1


def test_an_address_that_outlives_its_window_is_noticed() -> None:
    make.accepted()
    assert reconcile.no_address_outlives_its_window() == []

    DeliveryAddress.objects.update(shred_after=db_now() - timedelta(hours=2))

    assert len(reconcile.no_address_outlives_its_window()) == 1


def test_what_the_database_forbids_is_checked_too() -> None:
    """Oversold slices and two live gifts of a source need both walls gone; the checks answer quietly."""
    make.offered()

    assert reconcile.never_oversold() == []
    assert reconcile.one_live_gift_per_source() == []
