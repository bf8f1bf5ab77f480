"""Units that are promised for a purpose: only its gifts take them, and they are back once it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Member
from common.access import SYSTEM
from gifts import errors, operations, queries, warehouse_queries
from gifts.earmark_queries import OnShelf, on_shelf
from gifts.models import Earmark, Gift, Item, StockBalance
from gifts.operations import LinePrize
from gifts.states import GiftState
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db
PURPOSE = "campaign:spring"


@pytest.fixture
def shelf() -> Item:
    """Five units, of which four are promised."""
    shelf = make.item(stock=5, for_presents=True, value_fen=9900)
    operations.earmark_units(actor=SYSTEM, purpose=PURPOSE, wanted={shelf.pk: 4})
    return shelf


def there(shelf: Item) -> tuple[int, int]:
    now = on_shelf([shelf.pk])[shelf.pk]
    return now.left, now.promised


def to(gift: Gift) -> Member:
    assert gift.recipient is not None
    return gift.recipient


def offer(shelf: Item, *, purpose: str = PURPOSE) -> Gift:
    member = make.member()
    return operations.offer_gift(
        actor=SYSTEM,
        item_id=shelf.pk,
        recipient_id=member.pk,
        source=f"reward:{member.pk}",
        sender_ref=make.BRAND,
        purpose=purpose,
        expires_at=datetime.now(UTC) + timedelta(days=1),
        now=make.NOW,
    )


def present(shelf: Item) -> None:
    operations.give_present(
        actor=make.member(),
        recipient_id=make.member().pk,
        item_id=shelf.pk,
        card="",
        send_at=None,
        now=make.NOW,
    )


def test_the_same_promise_again_changes_nothing(shelf: Item) -> None:
    for units in (4, 3, 4):
        operations.earmark_units(actor=SYSTEM, purpose=PURPOSE, wanted={shelf.pk: units})

    assert there(shelf) == (1, 4)
    assert queries.stock_left([shelf.pk]) == {shelf.pk: 1}
    assert warehouse_queries.houses_of(shelf)[0].promised == 4


def test_no_more_is_promised_than_is_free(shelf: Item) -> None:
    other = make.item(stock=9)

    with pytest.raises(errors.NothingFree):
        operations.earmark_units(actor=SYSTEM, purpose="campaign:other", wanted={shelf.pk: 2, other.pk: 1})

    assert (there(shelf), there(other)) == ((1, 4), (9, 0))


def test_what_is_missing_is_made_up_as_far_as_the_shelf_goes(shelf: Item) -> None:
    wanted = {shelf.pk: 7}
    assert operations.earmark_what_is_free(actor=SYSTEM, purpose=PURPOSE, wanted=wanted) == 1
    operations.receive_stock(actor=SYSTEM, item_id=shelf.pk, quantity=4, reason="more", now=make.NOW)

    assert operations.earmark_what_is_free(actor=SYSTEM, purpose=PURPOSE, wanted=wanted) == 2
    assert operations.earmark_what_is_free(actor=SYSTEM, purpose=PURPOSE, wanted=wanted) == 0
    assert there(shelf) == (2, 7)


def test_gifts_of_the_purpose_take_what_is_promised_and_give_it_back_to_it(shelf: Item) -> None:
    gifts = [offer(shelf) for _ in range(4)]
    assert there(shelf) == (1, 0)
    with pytest.raises(errors.SoldOut):
        offer(shelf)

    operations.decline_gift(actor=to(gifts[0]), gift_id=gifts[0].pk, phrase="", now=make.NOW)

    assert there(shelf) == (1, 1)
    assert offer(shelf).purpose == PURPOSE


def test_others_take_nothing_of_it(shelf: Item) -> None:
    offer(shelf, purpose="")
    with pytest.raises(errors.SoldOut):
        offer(shelf, purpose="")
    with pytest.raises(errors.SoldOut):
        offer(shelf, purpose="campaign:unknown")
    with pytest.raises(errors.SoldOut):
        present(shelf)

    assert there(shelf) == (0, 4)
    assert Gift.objects.count() == 1


def test_nothing_promised_is_swapped_for(shelf: Item) -> None:
    gift = make.offered(of=make.item(stock=1, value_fen=9900))
    offer(shelf, purpose="")

    with pytest.raises(errors.NotInExchange):
        operations.swap_gift(actor=to(gift), gift_id=gift.pk, item_id=shelf.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.OFFERED
    assert there(shelf) == (0, 4)


def test_what_was_swapped_away_waits_for_its_purpose_again(shelf: Item) -> None:
    gift, other = offer(shelf), make.item(stock=1, value_fen=9900)

    operations.swap_gift(actor=to(gift), gift_id=gift.pk, item_id=other.pk, now=make.NOW)

    assert there(shelf) == (1, 4)


def test_a_line_and_a_kept_unit_take_what_is_promised(shelf: Item) -> None:
    operations.open_line(
        actor=SYSTEM,
        source="draw:one",
        prizes=[LinePrize(item_id=shelf.pk, key=str(place)) for place in (1, 2)],
        recipients=[make.member().pk for _ in range(2)],
        offer_hours=24,
        purpose=PURPOSE,
        now=make.NOW,
    )
    kept = operations.hold_unit(
        actor=SYSTEM,
        item_id=shelf.pk,
        member_id=make.member().pk,
        source="kept:one",
        sender_ref=make.BRAND,
        purpose=PURPOSE,
        now=make.NOW,
    )
    assert there(shelf) == (1, 1)

    operations.let_go_of_held_unit(actor=SYSTEM, gift_id=kept.pk, why="over", now=make.NOW)
    assert there(shelf) == (1, 2)


@pytest.mark.parametrize("quantity", [2, 5])
def test_what_is_promised_is_not_written_off(shelf: Item, quantity: int) -> None:
    with pytest.raises(errors.UnitsPromised):
        operations.write_off_stock(
            actor=SYSTEM, item_id=shelf.pk, quantity=quantity, reason="broken", now=make.NOW
        )
    with pytest.raises(errors.NothingFree):
        operations.write_off_stock(actor=SYSTEM, item_id=shelf.pk, quantity=6, reason="broken", now=make.NOW)

    operations.write_off_stock(actor=SYSTEM, item_id=shelf.pk, quantity=1, reason="broken", now=make.NOW)
    assert there(shelf) == (0, 4)


def test_fewer_than_are_promised_are_not_counted(shelf: Item) -> None:
    with pytest.raises(errors.UnitsPromised):
        operations.count_stock(
            actor=SYSTEM, item_id=shelf.pk, warehouse_id=None, counted=3, reason="count", now=make.NOW
        )

    assert there(shelf) == (1, 4)


def test_slices_are_evened_out_with_what_is_promised(shelf: Item) -> None:
    operations.split_stock(actor=SYSTEM, item_id=shelf.pk, slots=2)

    slices = StockBalance.objects.filter(item=shelf, on_hand__gt=0).order_by("slot")
    assert list(slices.values_list("on_hand", "earmarked")) == [(3, 2), (2, 2)]


def test_once_the_purpose_is_over_the_rest_is_anybodys(shelf: Item) -> None:
    gift = offer(shelf)
    for _ in range(2):
        operations.release_earmarks(purpose=PURPOSE)

    assert there(shelf) == (4, 0)
    assert not Earmark.objects.exists()
    operations.decline_gift(actor=to(gift), gift_id=gift.pk, phrase="", now=make.NOW)
    assert there(shelf) == (5, 0)


def test_the_database_keeps_what_is_promised_on_the_shelf(shelf: Item) -> None:
    for wrong in ({"earmarked": 9}, {"earmarked": -1}, {"on_hand": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StockBalance.objects.filter(item=shelf, slot=0).update(**wrong)


@pytest.mark.usefixtures("breaks_invariants")
def test_reconcile_sees_what_is_not_kept_back(shelf: Item) -> None:
    from gifts.reconcile import earmarks_equal_slices

    assert earmarks_equal_slices() == []
    Earmark.objects.update(units=3)
    assert earmarks_equal_slices() == [f"item {shelf.pk}: 4 earmarked, 3 promised and not taken"]


def test_nothing_is_on_an_unknown_shelf() -> None:
    assert on_shelf([0]) == {0: OnShelf()}


def test_the_claim_itself_sees_what_is_promised(shelf: Item) -> None:
    """Without a look at the shelf before."""
    offer(shelf, purpose="")

    with pytest.raises(errors.SoldOut):
        operations.hold_unit(
            actor=SYSTEM,
            item_id=shelf.pk,
            member_id=make.member().pk,
            source="kept:two",
            sender_ref=make.BRAND,
            now=make.NOW,
        )

    assert there(shelf) == (0, 4)
