"""How many statements the hot paths send. A number that grows needs a reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.access import SYSTEM
from gifts import errors, operations
from gifts.operations import LinePrize
from tests.factories import gifts as make

pytestmark = pytest.mark.django_db


def _verbs(captured: CaptureQueriesContext) -> list[str]:
    """Verb, and table of a write. Savepoints are left out: in production they are BEGIN and COMMIT."""
    words = []
    for query in captured.captured_queries:
        verb, *rest = query["sql"].replace('"', "").replace("OR IGNORE ", "").split()
        if verb not in ("SAVEPOINT", "RELEASE"):
            table = next((word for word in rest if word.startswith(("gifts_", "outbox_", "common_"))), "")
            words.append(verb if verb == "SELECT" else f"{verb} {table}")
    return words


def test_offering_looks_once_inserts_and_touches_the_hot_row_last() -> None:
    shelf, friend = make.item(stock=2), make.member()

    with CaptureQueriesContext(connection) as captured:
        make.offered(friend, of=shelf)

    assert _verbs(captured) == [
        "SELECT",
        "INSERT gifts_gift",
        "INSERT gifts_giftoffer",
        "INSERT outbox_factrow",
        "SELECT",  # which webhooks want it
        "INSERT outbox_job",  # campaigns listens
        "UPDATE gifts_stockbalance",
        "INSERT gifts_stockentry",
    ]


def test_most_losers_cost_one_look() -> None:
    shelf, friend = make.item(stock=1), make.member()
    make.offered(of=shelf)

    with CaptureQueriesContext(connection) as captured, pytest.raises(errors.SoldOut):
        make.offered(friend, of=shelf)

    assert _verbs(captured) == ["SELECT"]


def test_accepting_a_parcel() -> None:
    friend = make.member()
    gift = make.offered(friend)

    with CaptureQueriesContext(connection) as captured:
        operations.accept_gift(actor=friend, gift_id=gift.pk, address=make.address(), now=make.NOW)

    assert _verbs(captured) == [
        "SELECT",
        "UPDATE gifts_giftoffer",
        "SELECT",
        "INSERT common_datakey",
        "INSERT gifts_deliveryaddress",
        "UPDATE gifts_gift",
        "INSERT outbox_auditline",
        "INSERT outbox_factrow",
        "SELECT",
        "INSERT outbox_job",
    ]


# SQLite takes 999 values in a statement, and each offer writes two jobs.
@pytest.mark.parametrize("winners", [3, 20])
def test_opening_a_line_costs_the_same_for_three_and_twenty(winners: int) -> None:
    shelf = make.item(stock=50, slots=1)
    people = [make.member().pk for _ in range(winners)]

    with CaptureQueriesContext(connection) as captured:
        operations.open_line(
            actor=SYSTEM,
            source="draw:1",
            prizes=[LinePrize(item_id=shelf.pk, key=str(number)) for number in range(winners)],
            recipients=people,
            offer_hours=48,
            now=make.NOW,
        )

    assert len(_verbs(captured)) == 15
