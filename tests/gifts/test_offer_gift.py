from datetime import timedelta

import pytest

from common.clock import db_now
from common.errors import NotFound, Unavailable
from gifts import errors, operations
from gifts.models import Gift, GiftOffer, StockEntry
from gifts.operations import Window
from gifts.states import GiftState
from outbox.models import FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def test_reserves_one_unit_and_opens_an_offer() -> None:
    shelf = make.item(stock=3)

    gift = make.offered(of=shelf)

    assert gift.state == GiftState.OFFERED
    assert GiftOffer.objects.get(gift=gift).answer == ""
    assert make.left(shelf) == 2
    assert StockEntry.objects.get(gift=gift).kind == "reserve"


def test_tells_the_news() -> None:
    gift = make.offered(source="reward:abc")

    fact = FactRow.objects.get(kind="gifts.gift-offered")
    assert fact.payload["source"] == "reward:abc"
    assert fact.payload["recipient_id"] == gift.recipient_id


def test_same_source_again_gives_the_same_gift_and_takes_nothing() -> None:
    shelf = make.item(stock=3)
    friend = make.member()

    first = make.offered(friend, of=shelf, source="reward:1")
    again = make.offered(friend, of=shelf, source="reward:1")

    assert again.pk == first.pk
    assert make.left(shelf) == 2


def test_same_source_after_a_no_is_not_offered_again() -> None:
    shelf = make.item(stock=3)
    friend = make.member()
    gift = make.offered(friend, of=shelf, source="reward:1")
    operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW)

    again = make.offered(friend, of=shelf, source="reward:1")

    assert again.pk == gift.pk
    assert make.state_of(gift) == GiftState.DECLINED


def test_next_sequence_gives_again_what_was_declined() -> None:
    shelf = make.item(stock=3)
    friend = make.member()
    gift = make.offered(friend, of=shelf, source="reward:1")
    operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW)

    again = make.offered(make.member(), of=shelf, source="reward:1", sequence=2)

    assert again.pk != gift.pk


def test_is_refused_when_nothing_is_left() -> None:
    shelf = make.item(stock=1)
    make.offered(of=shelf)

    with pytest.raises(errors.SoldOut):
        make.offered(of=shelf)

    assert Gift.objects.count() == 1
    assert FactRow.objects.filter(kind="gifts.gift-offered").count() == 1


def test_is_refused_for_a_retired_item() -> None:
    shelf = make.item(stock=1)
    operations.retire_item(actor=make.with_role("manager"), item_id=shelf.pk, reason="recalled")

    with pytest.raises(errors.ItemRetired):
        make.offered(of=shelf)

    assert make.left(shelf) == 1


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [(1, 2, errors.NotYetOpen), (-2, -1, errors.Closed), (-2, 0, errors.Closed)],
)
def test_is_refused_outside_its_window(starts: int, ends: int, refusal: type[Exception]) -> None:
    shelf = make.item(stock=1)
    now = db_now()

    with pytest.raises(refusal):
        make.offered(
            of=shelf,
            window=Window(starts_at=now + timedelta(hours=starts), ends_at=now + timedelta(hours=ends)),
        )

    assert make.left(shelf) == 1


@pytest.mark.parametrize("change", ["window", "retired"])
def test_every_condition_is_checked_in_the_claim_itself(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """Also when the cheap look before it saw the shelf still open."""
    shelf = make.item(stock=1)
    window = Window(ends_at=db_now() - timedelta(seconds=1)) if change == "window" else None
    if change == "retired":
        operations.retire_item(actor=make.with_role("manager"), item_id=shelf.pk, reason="recalled")
    monkeypatch.setattr("gifts.operations.offers._shed", lambda *_args: None)

    with pytest.raises(Unavailable):
        make.offered(of=shelf, window=window)

    assert make.left(shelf) == 1


def test_passes_inside_its_window() -> None:
    now = db_now()
    window = Window(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))

    assert make.offered(window=window).state == GiftState.OFFERED


def test_is_refused_to_strangers() -> None:
    shelf = make.item(stock=1)

    for stranger in (make.member(), make.with_role("manager", scope="brand:other"), make.with_role("clerk")):
        with pytest.raises(NotFound):
            operations.offer_gift(
                actor=stranger,
                item_id=shelf.pk,
                recipient_id=stranger.pk,
                source="self",
                sender_ref="",
                expires_at=make.NOW,
                now=make.NOW,
            )

    assert make.left(shelf) == 1
