"""Lines of recipients: who is asked, and who is asked next."""

import pytest

from accounts.models import Member
from common.access import SYSTEM
from common.errors import NotFound
from gifts import errors, operations, queries
from gifts.models import Gift, GiftOffer, Item, LinePlace, OfferLine
from gifts.operations import LinePrize
from gifts.states import GiftState
from outbox.models import FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _open(shelf: Item, prizes: int, people: list[Member], source: str = "draw:1") -> OfferLine:
    return operations.open_line(
        actor=SYSTEM,
        source=source,
        prizes=[LinePrize(item_id=shelf.pk, key=f"shoes/{n}") for n in range(prizes)],
        recipients=[person.pk for person in people],
        offer_hours=48,
        now=make.NOW,
    )


def _states() -> list[str]:
    return list(LinePlace.objects.order_by("position").values_list("state", flat=True))


def test_asks_the_first_and_lets_the_rest_wait() -> None:
    shelf = make.item(stock=5)

    _open(shelf, 2, [make.member() for _ in range(4)])

    assert _states() == ["offered", "offered", "waiting", "waiting"]
    assert sorted(Gift.objects.values_list("source", flat=True)) == ["draw:1#shoes/0", "draw:1#shoes/1"]
    assert make.left(shelf) == 3


def test_same_source_again_gives_the_same_line() -> None:
    shelf = make.item(stock=5)
    people = [make.member() for _ in range(2)]

    assert _open(shelf, 2, people).pk == _open(shelf, 2, people).pk
    assert make.left(shelf) == 3


def test_prizes_without_recipients_stay_in_stock() -> None:
    shelf = make.item(stock=5)

    _open(shelf, 3, [make.member()])

    assert make.left(shelf) == 4


def test_is_all_or_nothing() -> None:
    shelf = make.item(stock=1)

    with pytest.raises(errors.SoldOut):
        _open(shelf, 2, [make.member() for _ in range(2)])

    assert not Gift.objects.exists()
    assert not OfferLine.objects.exists()
    assert make.left(shelf) == 1


def test_unknown_item_is_refused() -> None:
    with pytest.raises(NotFound):
        _open(Item(pk=99), 1, [make.member()])


def test_a_no_serves_the_next_without_going_through_stock() -> None:
    shelf = make.item(stock=1)
    first, second = make.member(), make.member()
    _open(shelf, 1, [first, second])
    gift = Gift.objects.get()

    operations.decline_gift(actor=first, gift_id=gift.pk, now=make.NOW, phrase="somebody-else")

    gift.refresh_from_db()
    assert (gift.state, gift.recipient_id) == (GiftState.OFFERED, second.pk)
    assert _states() == ["passed", "offered"]
    assert make.left(shelf) == 0
    assert FactRow.objects.get(kind="gifts.gift-declined").payload["next_recipient_id"] == second.pk


def test_who_said_no_learns_nothing_more() -> None:
    first, second = make.member(), make.member()
    _open(make.item(stock=1), 1, [first, second])
    gift = Gift.objects.get()
    operations.decline_gift(actor=first, gift_id=gift.pk, now=make.NOW)

    operations.accept_gift(actor=second, gift_id=gift.pk, address=make.address(), now=make.NOW)

    assert queries.gift_card(public_id=gift.public_id, member_id=first.pk).state == GiftState.DECLINED
    assert queries.gift_card(public_id=gift.public_id, member_id=second.pk).state == GiftState.ACCEPTED
    with pytest.raises(errors.AlreadyAnswered):
        operations.accept_gift(actor=first, gift_id=gift.pk, address=make.address(), now=make.NOW)


def test_last_no_returns_the_unit() -> None:
    shelf = make.item(stock=1)
    people = [make.member(), make.member()]
    _open(shelf, 1, people)
    gift = Gift.objects.get()

    for person in people:
        operations.decline_gift(actor=person, gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.DECLINED
    assert make.left(shelf) == 1


def test_members_who_left_are_passed_by() -> None:
    first, gone, third = make.member(), make.member(), make.member()
    _open(make.item(stock=1), 1, [first, gone, third])
    Member.objects.filter(pk=gone.pk).update(state="suspended")

    operations.decline_gift(actor=first, gift_id=Gift.objects.get().pk, now=make.NOW)

    assert Gift.objects.get().recipient_id == third.pk
    assert _states() == ["passed", "passed", "offered"]


def test_silence_serves_the_next_too() -> None:
    first, second = make.member(), make.member()
    _open(make.item(stock=1), 1, [first, second])
    gift = Gift.objects.get()
    make.make_overdue(gift)

    assert operations.expire_offers(now=make.NOW) == 1

    assert Gift.objects.get().recipient_id == second.pk
    answers = list(GiftOffer.objects.order_by("id").values_list("answer", flat=True))
    assert answers == ["expired", ""]


def test_a_yes_serves_the_place() -> None:
    first = make.member()
    _open(make.item(stock=1), 1, [first, make.member()])

    operations.accept_gift(actor=first, gift_id=Gift.objects.get().pk, address=make.address(), now=make.NOW)

    assert _states() == ["served", "waiting"]


def test_somebody_waiting_can_be_taken_out() -> None:
    first, second = make.member(), make.member()
    _open(make.item(stock=1), 1, [first, second])

    assert operations.withdraw_place(
        actor=SYSTEM, source="draw:1", member_id=second.pk, reason="disqualified"
    )
    assert not operations.withdraw_place(actor=SYSTEM, source="draw:1", member_id=first.pk, reason="late")

    assert _states() == ["offered", "passed"]
