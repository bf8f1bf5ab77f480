"""200 people claim the last gift in the same instant, over HTTP."""

import pytest

from bench.figures import POSTGRES_REDIS, SQLITE
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]
BOTH = pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])


@BOTH
def test_one_wins_and_the_others_are_told_so(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.last-gift-guarded", stack)

    assert figure.ok, figure.line
    assert figure.numbers["requests"] == 200 * int(figure.numbers["rounds"])
    assert figure.numbers["refused"] == 199 * int(figure.numbers["rounds"])
    assert (figure.numbers["oversold"], figure.numbers["errors"]) == (0, 0)


@BOTH
def test_without_the_condition_in_the_statement_it_is_oversold(counter: Counting, stack: str) -> None:
    """The negative control: look first, take then, and no second wall in the database."""
    figure = counter.figure("controls.last-gift-without-condition", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["oversold"]) > 0
