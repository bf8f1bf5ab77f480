"""The figures of gifts, and that each would notice: kinds of carriers, money, lines, recovery."""

import pytest

from bench.figures import POSTGRES_REDIS, SQLITE
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]
BOTH = pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])


@BOTH
@pytest.mark.parametrize("kind", ["query", "none"])
def test_kills_double_nothing_where_the_carrier_keeps_no_keys(
    counter: Counting, stack: str, kind: str
) -> None:
    figure = counter.figure(f"controls.kill-{kind}-guarded", stack)

    assert figure.ok, figure.line
    assert (figure.numbers["lost"], figure.numbers["doubled"]) == (0, 0)
    assert bool(figure.numbers["review"]) == (kind == "none")


@BOTH
def test_an_adapter_that_claims_keys_for_a_forgetful_carrier_doubles(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.kill-forgetful-carrier", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["doubled"]) > 0


@BOTH
def test_kills_lose_no_money_and_pay_nobody_twice(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.kill-money-guarded", stack)

    assert figure.ok, figure.line
    assert (figure.numbers["lost"], figure.numbers["doubled"], figure.numbers["review"]) == (0, 0, 0)


@BOTH
def test_sending_money_again_without_asking_a_forgetful_payer_doubles(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.kill-forgetful-payer", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["doubled"]) > 0


@BOTH
def test_a_no_and_the_clock_serve_exactly_one_next_person(counter: Counting, stack: str) -> None:
    figure = counter.figure("gifts.decline-next", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["races"]) >= 200


def test_without_looking_twice_somebody_is_asked_for_two(counter: Counting) -> None:
    figure = counter.figure("controls.decline-next-without-queue-number", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert int(figure.numbers["wrong"]) > 0


def test_a_long_lease_is_seen_in_the_recovery(counter: Counting) -> None:
    figure = counter.figure("controls.recovery-with-long-lease", SQLITE)

    assert figure.ok, figure.line


@pytest.mark.parametrize(("control", "number"), [("unsigned", "believed"), ("in-any-order", "back")])
def test_unguarded_callbacks_are_seen(counter: Counting, control: str, number: str) -> None:
    figure = counter.figure(f"controls.callbacks-{control}", SQLITE)

    assert figure.ok, figure.line
    assert int(figure.numbers[number]) > 0
