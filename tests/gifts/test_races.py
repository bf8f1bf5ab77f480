"""200 people and one unit, with real connections, on both engines; and what happens without each guard."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.models import Member
from common.access import SYSTEM
from gifts import errors, operations
from gifts.models import Gift, GiftOffer, Item, LinePlace, PoolCode, StockBalance
from gifts.operations import LinePrize, stock_moves
from gifts.states import GiftState
from tests.factories import gifts as make
from tests.racing import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE = 200
# PostgreSQL's default is 100 connections for everybody; each thread claims for several people in turn.
CONNECTIONS = 40


def _claims(shelf: Item, people: list[Member]) -> list[str]:
    """How each person's claim ended, claimed over 40 connections at once."""

    def claim(person: Member) -> str:
        try:
            make.offered(person, of=shelf, source=f"claim:{person.pk}")
        except errors.SoldOut:
            return "sold-out"
        except IntegrityError:
            return "constraint"
        return "won"

    def one_after_the_other(mine: Iterator[Member]) -> Callable[[], list[str]]:
        share = list(mine)
        return lambda: [claim(person) for person in share]

    racers = [one_after_the_other(islice(people, start, None, CONNECTIONS)) for start in range(CONNECTIONS)]
    ends = race(racers)
    broken = [end for end in ends if isinstance(end, BaseException)]
    assert broken == []
    return [end for share in ends if isinstance(share, list) for end in share]


def _people(count: int = PEOPLE) -> list[Member]:
    members = [Member(handle=f"racer-{n}", display_name=f"Racer {n}") for n in range(count)]
    return Member.objects.bulk_create(members)


@pytest.mark.parametrize("slots", [1, 16])
def test_last_unit_has_exactly_one_winner(slots: int) -> None:
    shelf = make.item(stock=1, slots=slots)

    ends = Counter(_claims(shelf, _people()))

    assert ends == {"won": 1, "sold-out": PEOPLE - 1}
    assert make.left(shelf) == 0


@pytest.mark.parametrize("stock", [7, 60])
def test_nobody_is_refused_while_something_is_left(stock: int) -> None:
    shelf = make.item(stock=stock, slots=16)

    ends = Counter(_claims(shelf, _people(100)))

    assert ends == {"won": stock, "sold-out": 100 - stock}


def test_sold_out_is_said_only_after_looking_at_locked_units() -> None:
    """A claim that is rolled back gives its unit to the one who waited for it."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: nobody can look while somebody holds")
    shelf = make.item(stock=1)
    first, second = _people(2)

    def changes_their_mind() -> str:
        with transaction.atomic():
            make.offered(first, of=shelf)
            connection.cursor().execute("SELECT pg_sleep(0.5)")
            transaction.set_rollback(True)
        return "rolled back"

    def comes_a_bit_later() -> str:
        connection.cursor().execute("SELECT pg_sleep(0.1)")
        return make.offered(second, of=shelf).state

    assert race([changes_their_mind, comes_a_bit_later]) == ["rolled back", "offered"]


# --- negative controls ----------------------------------------------------------------------------


@pytest.fixture
def _no_check_constraint() -> Iterator[None]:
    """Take the second wall away: PostgreSQL drops the constraint, SQLite stops looking at it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gifts_stockbalance DROP CONSTRAINT stockbalance_never_oversold")
        yield
        StockBalance.objects.update(on_hand=0, reserved=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE gifts_stockbalance "
                "ADD CONSTRAINT stockbalance_never_oversold CHECK (on_hand >= reserved)"
            )
        return
    sqlite = connections["default"].settings_dict["OPTIONS"]
    former = sqlite["init_command"]
    sqlite["init_command"] = f"{former}PRAGMA ignore_check_constraints=ON;"
    connection.close()
    yield
    sqlite["init_command"] = former
    connection.close()


def test_without_the_condition_only_the_constraint_holds(
    monkeypatch: pytest.MonkeyPatch, breaks_invariants: None
) -> None:
    """Losers then see a broken constraint instead of "sold out": the race test above would fail."""
    monkeypatch.setattr(stock_moves, "FREE", "1 = 1")
    monkeypatch.setattr("gifts.operations.offers._shed", lambda *_args: None)
    shelf = make.item(stock=1, slots=1)

    ends = Counter(_claims(shelf, _people(60)))

    assert ends["sold-out"] == 0
    assert ends == {"won": 1, "constraint": 59}


@pytest.mark.usefixtures("_no_check_constraint")
def test_without_condition_and_constraint_it_oversells(
    monkeypatch: pytest.MonkeyPatch, breaks_invariants: None
) -> None:
    """The race can tell: with both walls gone more than one wins."""
    monkeypatch.setattr(stock_moves, "FREE", "1 = 1")
    monkeypatch.setattr("gifts.operations.offers._shed", lambda *_args: None)
    shelf = make.item(stock=1, slots=1)

    ends = Counter(_claims(shelf, _people(60)))

    assert ends["won"] > 1
    assert make.left(shelf) < 0


def test_two_tables_in_opposite_orders_do_not_wait_for_each_other() -> None:
    shelves = [make.item(stock=9) for _ in range(30)]

    def enter(lines: list[tuple[int, dict[str, str]]]) -> int:
        result = operations.enter_counts(
            actor=SYSTEM, lines=lines, reason="count", dry_run=False, now=make.NOW
        )
        return result.changed

    rows = [{"item": shelf.public_id, "warehouse": "", "on_hand": "9", "counted": "8"} for shelf in shelves]
    there, back = list(enumerate(rows, start=2)), list(enumerate(reversed(rows), start=2))

    ends = race([lambda: enter(there), lambda: enter(back)])

    assert sorted(str(end) for end in ends) == ["0", "30"]


# --- the handshake --------------------------------------------------------------------------------


def test_yes_no_and_clock_at_once_have_one_outcome() -> None:
    shelf = make.item(stock=12)
    gifts = [make.offered(of=shelf) for _ in range(12)]

    for gift in gifts:
        someone = gift.recipient
        assert someone is not None
        race(
            [
                lambda g=gift, m=someone: operations.accept_gift(  # type: ignore[misc]
                    actor=m, gift_id=g.pk, address=make.address(), now=make.NOW
                ),
                lambda g=gift, m=someone: operations.decline_gift(actor=m, gift_id=g.pk, now=make.NOW),  # type: ignore[misc]
                lambda g=gift, m=someone: operations.accept_gift(  # type: ignore[misc]
                    actor=m, gift_id=g.pk, address=make.address(), now=make.NOW
                ),
            ]
        )

    states = Counter(Gift.objects.values_list("state", flat=True))
    assert set(states) <= {GiftState.ACCEPTED, GiftState.DECLINED}
    assert make.left(shelf) == states[GiftState.DECLINED]


def test_two_noes_at_once_call_up_two_different_people() -> None:
    shelf = make.item(stock=8)
    people = _people(16)
    operations.open_line(
        actor=SYSTEM,
        source="draw:race",
        prizes=[LinePrize(item_id=shelf.pk, key=f"cup/{n}") for n in range(8)],
        recipients=[person.pk for person in people],
        offer_hours=48,
        now=make.NOW,
    )
    first = list(GiftOffer.objects.select_related("recipient").order_by("id"))

    ends = race(
        [
            lambda o=offer: operations.decline_gift(actor=o.recipient, gift_id=o.gift_id, now=make.NOW)  # type: ignore[misc]
            for offer in first
        ]
    )

    assert [end for end in ends if isinstance(end, BaseException)] == []
    assert LinePlace.objects.filter(state="offered").count() == 8
    assert set(Gift.objects.values_list("recipient_id", flat=True)) == {person.pk for person in people[8:]}
    assert make.left(shelf) == 0


def test_same_source_from_twenty_sides_is_one_gift() -> None:
    shelf = make.item(stock=20)
    person = _people(1)[0]

    ends = race([lambda: make.offered(person, of=shelf, source="reward:one").pk for _ in range(20)])

    assert len(set(ends)) == 1
    assert make.left(shelf) == 19


def test_claims_receipts_and_splits_at_once_add_up() -> None:
    shelf = make.item(stock=30, slots=2)
    people = _people(30)
    claims = [lambda p=person: make.offered(p, of=shelf, source=f"claim:{p.pk}").state for person in people]
    splits = [
        lambda n=slots: operations.split_stock(actor=SYSTEM, item_id=shelf.pk, slots=n).slots
        for slots in (8, 16, 4)
    ]

    ends = race([*claims, *splits])

    assert Counter(ends)["offered"] == 30
    assert make.left(shelf) == 0


def test_overdue_offers_expire_once_under_two_schedulers() -> None:
    shelf = make.item(stock=10)
    for _ in range(10):
        make.make_overdue(make.offered(of=shelf))

    counts = race([lambda: operations.expire_offers(now=make.NOW + timedelta(days=9)) for _ in range(4)])

    assert sum(count for count in counts if isinstance(count, int)) == 10
    assert make.left(shelf) == 10


def test_codes_accepted_at_once_are_each_given_once() -> None:
    shelf = make.codes(texts=[f"CODE-{n:03d}" for n in range(CONNECTIONS)]).pool.item
    gifts = [make.offered(person, of=shelf) for person in _people(CONNECTIONS)]

    def accept(gift: Gift) -> Callable[[], object]:
        recipient = Member.objects.get(pk=gift.recipient_id or 0)
        return lambda: operations.accept_gift(actor=recipient, gift_id=gift.pk, address=None, now=make.NOW)

    assert [end for end in race([accept(gift) for gift in gifts]) if isinstance(end, BaseException)] == []
    assert PoolCode.objects.filter(gift__isnull=False).values("gift").distinct().count() == CONNECTIONS
    assert make.left(shelf) == 0
