"""Managers hear of an item that runs out: once per fall, and nobody else does."""

import pytest

from accounts.models import Notification
from common.access import SYSTEM
from gifts import operations
from gifts.models import Item
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> Item:
    return make.item(stock=3, low_stock=3)


def _watch() -> int:
    return operations.watch_stock(now=make.NOW)


def test_the_brands_managers_are_told_once(shelf: Item) -> None:
    boss, _other = make.with_role("manager"), make.with_role("manager", scope="brand:other")
    make.with_role("clerk")
    assert _watch() == 0

    make.offered(of=shelf)

    assert (_watch(), _watch()) == (1, 0)
    assert list(Notification.objects.values_list("member_id", flat=True)) == [boss.pk]


def test_after_filling_up_the_next_fall_counts_again(shelf: Item) -> None:
    make.offered(of=shelf)
    _watch()
    operations.receive_stock(actor=SYSTEM, item_id=shelf.pk, quantity=1, reason="delivery", now=make.NOW)
    assert _watch() == 0

    operations.write_off_stock(actor=SYSTEM, item_id=shelf.pk, quantity=1, reason="broken", now=make.NOW)

    assert _watch() == 1


def test_an_item_without_a_mark_is_never_low() -> None:
    make.with_role("manager")
    make.item()

    assert _watch() == 0
    assert not Notification.objects.exists()


def test_the_message_leads_its_manager_to_the_stock(shelf: Item) -> None:
    boss = make.with_role("manager")
    make.offered(of=shelf)
    _watch()

    row = Notification.objects.get(member=boss)

    assert row.kind == "gifts.low-stock"
    assert row.about == f"item:{shelf.pk}"
