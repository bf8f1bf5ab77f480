"""Another size or thing instead, or a fellow member: the unit, the offer and the line stay true."""

import pytest

from accounts.models import Block, CirclePlace, Member
from common.access import SYSTEM
from common.errors import NotFound
from gifts import errors, exchange_queries, facts, operations, queries
from gifts.models import Gift, GiftOffer, Item, LinePlace, Present
from gifts.operations import LinePrize
from gifts.states import Answer, GiftState
from outbox.models import FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db
M, L = {"en": "M", "zh-hans": "中号"}, {"en": "L", "zh-hans": "大号"}


@pytest.fixture
def shirt() -> Item:
    return make.item(stock=2, variant=M, value_fen=9900)


@pytest.fixture
def large(shirt: Item) -> Item:
    return make.item(stock=1, variant=L, variant_of_id=shirt.pk, value_fen=9900)


def _holder(gift: Gift) -> Member:
    assert gift.recipient is not None
    return gift.recipient


def _swap(gift: Gift, item: Item) -> Gift:
    return operations.swap_gift(actor=_holder(gift), gift_id=gift.pk, item_id=item.pk, now=make.NOW)


def test_swap_takes_the_other_unit_and_gives_this_one_back(shirt: Item, large: Item) -> None:
    gift = make.offered(of=shirt)

    other = _swap(gift, large)

    assert (make.state_of(gift), other.state, other.item) == (GiftState.SWAPPED, GiftState.OFFERED, large)
    assert (make.left(shirt), make.left(large)) == (2, 0)
    ends = GiftOffer.objects.values_list("expires_at", flat=True).distinct()
    assert len(ends) == 1


def test_swap_twice_is_one_swap(shirt: Item, large: Item) -> None:
    gift = make.offered(of=shirt)

    assert _swap(gift, large) == _swap(gift, large)
    assert make.left(large) == 0


def test_swap_back_gives_the_first_thing_again(shirt: Item, large: Item) -> None:
    gift = make.offered(of=shirt)

    again = _swap(_swap(gift, large), shirt)

    assert (again.item, again.sequence, make.left(large)) == (shirt, 3, 1)


def test_accepting_another_size_ships_that_one(shirt: Item, large: Item) -> None:
    gift = make.offered(of=shirt)

    taken = operations.accept_gift(
        actor=_holder(gift), gift_id=gift.pk, item_id=large.pk, address=make.address(), now=make.NOW
    )

    assert (taken.item, taken.state) == (large, GiftState.ACCEPTED)


def test_something_else_must_be_worth_the_same(shirt: Item) -> None:
    gift = make.offered(of=shirt)
    dearer, free = make.item(stock=1, value_fen=9901), make.item(stock=1)
    foreign = make.item(stock=1, value_fen=9900, brand_ref="brand:other")
    equal = make.item(stock=1, value_fen=9900)

    for wrong in (dearer, free, foreign):
        with pytest.raises(errors.NotInExchange):
            _swap(gift, wrong)
    assert make.state_of(gift) == GiftState.OFFERED
    assert _swap(gift, equal).item == equal


def test_what_has_no_price_is_not_equal_to_what_has_none() -> None:
    gift = make.offered(of=make.item(stock=1))

    with pytest.raises(errors.NotInExchange):
        _swap(gift, make.item(stock=1))


def test_nothing_left_of_it_is_not_offered_for_exchange(shirt: Item, large: Item) -> None:
    make.offered(of=large)
    gift = make.offered(of=shirt)

    with pytest.raises(errors.NotInExchange):
        _swap(gift, large)
    assert make.state_of(gift) == GiftState.OFFERED


def test_only_the_one_who_is_asked_swaps(shirt: Item, large: Item) -> None:
    gift = make.offered(of=shirt)

    with pytest.raises(NotFound):
        operations.swap_gift(actor=make.member(), gift_id=gift.pk, item_id=large.pk, now=make.NOW)


def test_an_answered_gift_is_not_swapped(shirt: Item, large: Item) -> None:
    gift = make.accepted(of=shirt)

    with pytest.raises(errors.AlreadyAnswered):
        _swap(gift, large)
    assert make.left(large) == 1


def _line(shelf: Item, people: list[Member]) -> Gift:
    line = operations.open_line(
        actor=SYSTEM,
        source="draw:x",
        prizes=[LinePrize(item_id=shelf.pk, key="shirt/1")],
        recipients=[one.pk for one in people],
        offer_hours=48,
        now=make.NOW,
    )
    return Gift.objects.get(line=line)


def test_the_next_in_line_is_asked_about_what_was_swapped_for(shirt: Item, large: Item) -> None:
    first, second = make.member(), make.member()
    other = _swap(_line(shirt, [first, second]), large)

    operations.decline_gift(actor=first, gift_id=other.pk, now=make.NOW)

    other.refresh_from_db()
    assert (other.recipient, other.item) == (second, large)
    assert LinePlace.objects.get(member=second).gift == other


def test_a_present_keeps_its_card_through_a_swap() -> None:
    sender, friend = make.member(), make.member()
    tea, cup = (make.item(stock=1, for_presents=True, value_fen=5) for _ in range(2))
    present = operations.give_present(
        actor=sender, recipient_id=friend.pk, item_id=tea.pk, card="For you", send_at=None, now=make.NOW
    )

    other = _swap(present.gift, cup)

    assert Present.objects.get().gift == other


def test_a_present_is_swapped_within_the_catalogue_only() -> None:
    tea, stored = make.item(stock=1, for_presents=True, value_fen=5), make.item(stock=1, value_fen=5)
    present = operations.give_present(
        actor=make.member(),
        recipient_id=make.member().pk,
        item_id=tea.pk,
        card="",
        send_at=None,
        now=make.NOW,
    )

    with pytest.raises(errors.NotInExchange):
        _swap(Gift.objects.get(pk=present.gift_id), stored)


# --- passing on -----------------------------------------------------------------------------------


def _pass_on(gift: Gift, to: Member) -> Gift:
    return operations.pass_on_gift(actor=_holder(gift), gift_id=gift.pk, to_id=to.pk, now=make.NOW)


def test_a_fellow_member_is_asked_instead() -> None:
    gift, friend = make.offered(), make.member()
    former = _holder(gift)

    _pass_on(gift, friend)

    gift.refresh_from_db()
    assert (gift.recipient, gift.state) == (friend, GiftState.OFFERED)
    assert make.left(gift.item) == 0
    card = queries.gift_card(public_id=gift.public_id, member_id=former.pk)
    assert card.state == GiftState.PASSED_ON
    assert FactRow.objects.filter(kind=facts.GiftPassedOn.KIND).count() == 1


def test_passing_on_twice_asks_once() -> None:
    gift, friend = make.offered(), make.member()
    former = _holder(gift)

    for _ in range(2):
        operations.pass_on_gift(actor=former, gift_id=gift.pk, to_id=friend.pk, now=make.NOW)

    assert GiftOffer.objects.filter(recipient=friend).count() == 1


def test_whoever_passed_it_on_learns_nothing_of_what_came_after() -> None:
    gift, friend = make.offered(), make.member()
    former = _holder(gift)
    _pass_on(gift, friend)

    operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW)

    assert queries.gift_card(public_id=gift.public_id, member_id=former.pk).state == GiftState.PASSED_ON
    assert make.left(gift.item) == 1


@pytest.mark.parametrize("blocker_is_friend", [True, False])
def test_nothing_goes_through_a_block(blocker_is_friend: bool) -> None:
    gift, friend = make.offered(), make.member()
    pair = (friend, _holder(gift)) if blocker_is_friend else (_holder(gift), friend)
    Block.objects.create(blocker=pair[0], blocked=pair[1], created_at=make.NOW)

    with pytest.raises(NotFound):
        _pass_on(gift, friend)
    assert make.state_of(gift) == GiftState.OFFERED


def test_a_gift_is_passed_on_once_only() -> None:
    gift = _pass_on(make.offered(), make.member())
    gift.refresh_from_db()

    with pytest.raises(errors.NotToPassOn):
        _pass_on(gift, make.member())
    assert GiftOffer.objects.get(gift=gift, answer="").recipient == gift.recipient


def test_a_prize_goes_to_the_next_in_line_instead(shirt: Item) -> None:
    gift = _line(shirt, [make.member(), make.member()])

    with pytest.raises(errors.NotToPassOn):
        _pass_on(gift, make.member())
    assert not GiftOffer.objects.filter(answer=Answer.PASSED_ON).exists()


def test_circle_mates_are_offered_and_blocked_ones_are_not() -> None:
    gift, mate, blocked, stranger = make.offered(), make.member(), make.member(), make.member()
    holder = _holder(gift)
    for number, one in enumerate((holder, mate, blocked)):
        CirclePlace.objects.create(circle="group:1", member=one, is_in=True, step=number)
    Block.objects.create(blocker=holder, blocked=blocked, created_at=make.NOW)
    card = queries.gift_card(public_id=gift.public_id, member_id=holder.pk)

    found = exchange_queries.fellows_for(card, member_id=holder.pk)

    assert [one.public_id for one in found] == [mate.public_id]
    assert stranger.public_id not in str(found)
