"""The broker is emptied or frozen in the middle of the work."""

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


def test_a_frozen_broker_keeps_nobody_waiting(counter: Counting) -> None:
    figure = counter.figure("controls.frozen-guarded", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert float(figure.numbers["worst_seconds"]) <= 3


def test_with_celery_s_own_patience_requests_hang(counter: Counting) -> None:
    """The negative control: a publisher without time-outs."""
    figure = counter.figure("controls.frozen-with-patience", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert float(figure.numbers["worst_seconds"]) > 3
