"""Twenty at once with one key. `make figures AREA=chaos` asks all routes; here one stands for them."""

import pytest

from bench.figures import POSTGRES_REDIS
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]


def test_one_item_is_made(counter: Counting) -> None:
    figure = counter.figure("controls.double-submit-guarded", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert (figure.numbers["routes"], figure.numbers["refused_alone"]) == (1, 0)
    assert (figure.numbers["doubled"], figure.numbers["errors"]) == (0, 0)


def test_without_stored_answers_twenty_are_made(counter: Counting) -> None:
    """The negative control: every request acts, whatever key it brings."""
    figure = counter.figure("controls.double-submit-without-answers", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert figure.numbers["doubled"] == 1
