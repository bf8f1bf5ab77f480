"""The counters of groups' races see what the locks prevent."""

import pytest

from bench.figures import POSTGRES_REDIS, SQLITE
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_places_are_given_once(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.rsvp-race-guarded", stack)

    assert figure.ok, figure.line
    assert [figure.numbers[name] for name in ("overbooked", "jumped", "starved", "deadlocked")] == [0] * 4


@pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])
def test_counting_first_and_writing_then_overbooks(counter: Counting, stack: str) -> None:
    """The negative control: what a plain view would do."""
    figure = counter.figure("controls.rsvp-race-counted-first", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["overbooked"]) > 0


def test_a_ticket_admits_once(counter: Counting) -> None:
    figure = counter.figure("controls.tickets-guarded", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert figure.numbers["doubled"] == 0


def test_without_lock_and_key_a_ticket_admits_twice(counter: Counting) -> None:
    """The negative control: the door only looks."""
    figure = counter.figure("controls.tickets-without-lock", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert int(figure.numbers["doubled"]) > 0
