import pytest

from common.errors import NotFound
from gifts import errors, operations
from gifts.models import GiftOffer
from gifts.states import GiftState
from outbox.models import FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def test_returns_the_unit() -> None:
    shelf = make.item(stock=1)
    friend = make.member()
    gift = make.offered(friend, of=shelf)

    operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW, phrase="have-one")

    assert make.state_of(gift) == GiftState.DECLINED
    assert GiftOffer.objects.get().phrase == "have-one"
    assert make.left(shelf) == 1


def test_repeating_changes_nothing() -> None:
    shelf = make.item(stock=1)
    friend = make.member()
    gift = make.offered(friend, of=shelf)

    operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW)
    operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW)

    assert make.left(shelf) == 1
    assert FactRow.objects.get(kind="gifts.gift-declined").payload["next_recipient_id"] is None


def test_free_words_are_refused() -> None:
    friend = make.member()
    gift = make.offered(friend)

    with pytest.raises(errors.UnknownPhrase):
        operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW, phrase="no way")

    assert make.state_of(gift) == GiftState.OFFERED


def test_is_refused_after_a_yes() -> None:
    friend = make.member()
    gift = make.accepted(friend)

    with pytest.raises(errors.AlreadyAnswered):
        operations.decline_gift(actor=friend, gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.ACCEPTED


def test_is_hidden_from_strangers() -> None:
    gift = make.offered()

    with pytest.raises(NotFound):
        operations.decline_gift(actor=make.member(), gift_id=gift.pk, now=make.NOW)

    assert make.state_of(gift) == GiftState.OFFERED
