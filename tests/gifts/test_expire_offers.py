import pytest

from gifts import operations, tasks
from gifts.models import StockBalance
from gifts.operations.stock_moves import StockBroken
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


@pytest.mark.usefixtures("breaks_invariants")
def test_a_broken_gift_does_not_keep_the_others_waiting() -> None:
    broken, whole = make.offered(), make.offered()
    for gift in (broken, whole):
        make.make_overdue(gift)
    StockBalance.objects.filter(item=broken.item).update(reserved=0)

    with pytest.raises(StockBroken):
        operations.expire_offers(now=make.NOW)

    assert [make.state_of(gift) for gift in (broken, whole)] == [GiftState.OFFERED, GiftState.EXPIRED]
