"""The broker is emptied in the middle of the work. ``make figures AREA=chaos`` also freezes it."""

import pytest

from bench.figures import POSTGRES_REDIS
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]


def test_a_flush_loses_rings_and_no_gift(counter: Counting) -> None:
    figure = counter.figure("controls.flush-guarded", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert int(figure.numbers["rings"]) > 0


def test_without_the_sweeper_flushed_work_is_lost(counter: Counting) -> None:
    """The negative control: nobody rings again."""
    figure = counter.figure("controls.flush-without-sweeper", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert int(figure.numbers["lost"]) > 0
