"""Something else instead, on real connections at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest

from common.errors import Refused
from gifts import operations
from gifts.models import Gift, GiftOffer, Item, StockBalance, Substitute
from gifts.states import GiftState
from tests.factories import gifts as make
from tests.gifts.test_substitutes import agree, ask, broken_rules, decline, on_the_desk, shoes
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def asked() -> tuple[Gift, Item]:
    gift, item = on_the_desk()
    ask(gift, item)
    return gift, item


def saying(yes_or_no: Callable[[Gift], Any], gift: Gift) -> Callable[[], Any]:
    return lambda: yes_or_no(Gift.objects.get(pk=gift.pk))


def reserved(item: Item) -> int:
    return sum(StockBalance.objects.filter(item=item).values_list("reserved", flat=True))


def refused(ends: list[Any]) -> list[Any]:
    """Whatever is no refusal is a bug."""
    found = [end for end in ends if isinstance(end, BaseException)]
    assert all(isinstance(end, Refused) for end in found), found
    return found


def test_yes_twice_at_once_gives_one_gift() -> None:
    gift, item = asked()

    ends = race([saying(agree, gift)] * 4)

    refused(ends)
    others = Gift.objects.filter(source=gift.source).exclude(pk=gift.pk)
    assert {end.pk for end in ends if isinstance(end, Gift)} == {others.get().pk}
    assert (reserved(item), GiftOffer.objects.filter(gift=others.get()).count()) == (1, 1)
    assert broken_rules() == []


def test_yes_and_no_at_once_are_one_answer() -> None:
    gift, item = asked()

    ends = race([saying(agree, gift), saying(decline, gift)])

    assert len(refused(ends)) == 1
    answer, state = Substitute.objects.get().state, make.state_of(gift)
    assert (answer, state, reserved(item)) in {
        ("agreed", GiftState.SWAPPED, 1),
        ("declined", GiftState.ACCEPTED, 0),
    }
    assert broken_rules() == []


def test_a_yes_while_a_clerk_hands_it_over_never_gives_both() -> None:
    gift, item = asked()
    clerk = make.with_role("clerk")

    ends = race(
        [
            saying(agree, gift),
            lambda: operations.hand_over_gift(actor=clerk, gift_id=gift.pk, now=make.NOW),
        ]
    )

    assert len(refused(ends)) == 1
    gift.refresh_from_db()
    is_handed_over = gift.handed_over_at is not None
    assert is_handed_over is (gift.state != GiftState.SWAPPED)
    assert reserved(item) == (0 if is_handed_over else 1)
    assert broken_rules() == []


def test_the_last_unit_instead_goes_to_one_of_several() -> None:
    rare = shoes(stock=1)
    gifts = [on_the_desk()[0] for _ in range(4)]
    for gift in gifts:
        ask(gift, rare)

    ends = race([saying(agree, gift) for gift in gifts])

    assert len(refused(ends)) == 3
    states = sorted(make.state_of(gift) for gift in gifts)
    assert states == sorted([GiftState.SWAPPED, *[GiftState.ACCEPTED] * 3])
    assert Substitute.objects.filter(state="asked").count() == 3
    assert reserved(rare) == 1
    assert broken_rules() == []


def test_two_clerks_at_once_leave_one_question() -> None:
    gift, first = on_the_desk()
    second = shoes()
    clerks = [make.with_role("clerk") for _ in range(2)]

    ends = race(
        [
            lambda: ask(gift, first, actor=clerks[0]),
            lambda: ask(gift, second, actor=clerks[1]),
        ]
    )

    refused(ends)
    assert Substitute.objects.filter(gift=gift, state="asked").count() == 1
    assert make.state_of(gift) == GiftState.ACCEPTED


def test_another_question_and_a_yes_at_once_never_give_what_was_not_agreed_to() -> None:
    gift, item = asked()
    other, clerk = shoes(), make.with_role("clerk")

    refused(race([saying(agree, gift), lambda: ask(gift, other, actor=clerk)]))

    if make.state_of(gift) == GiftState.SWAPPED:
        given = Gift.objects.get(source=gift.source, sequence=gift.sequence + 1)
        agreed = Substitute.objects.get(state="agreed")
        assert given.item_id == agreed.item_id
    assert reserved(item) + reserved(other) == (1 if make.state_of(gift) == GiftState.SWAPPED else 0)
    assert broken_rules() == []
