import pytest

from gifts import operations, tasks
from gifts.states import GiftState
from outbox.models import FactRow
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def test_ends_what_nobody_answered_and_returns_the_unit() -> None:
    shelf = make.item(stock=1)
    gift = make.offered(of=shelf)
    make.make_overdue(gift)

    assert operations.expire_offers(now=make.NOW) == 1

    assert make.state_of(gift) == GiftState.EXPIRED
    assert make.left(shelf) == 1
    assert FactRow.objects.filter(kind="gifts.offer-expired").count() == 1


def test_repeating_changes_nothing() -> None:
    make.make_overdue(make.offered())

    assert [operations.expire_offers(now=make.NOW) for _ in range(2)] == [1, 0]


def test_leaves_open_and_answered_offers_alone() -> None:
    gift = make.offered()
    yes = make.accepted()

    tasks.expire_offers()

    assert make.state_of(gift) == GiftState.OFFERED
    assert make.state_of(yes) == GiftState.ACCEPTED
