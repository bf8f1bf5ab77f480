"""kill -9 in the middle of fulfilment: nothing lost, nothing sent twice, counted at the carrier."""

import pytest

from bench.figures import POSTGRES_REDIS, SQLITE
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]
BOTH = pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])


@BOTH
def test_forty_kills_lose_and_double_nothing(counter: Counting, stack: str) -> None:
    figure = counter.figure("chaos.worker-kill", stack)

    assert figure.ok, figure.line
    assert (figure.numbers["kills"], figure.numbers["lost"], figure.numbers["doubled"]) == (40, 0, 0)
    assert figure.numbers["fulfilments"] == 400


@BOTH
def test_without_the_provider_s_key_parcels_are_doubled(counter: Counting, stack: str) -> None:
    """The negative control: each try under a reference of its own."""
    figure = counter.figure("controls.kill-without-key", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["doubled"]) > 0


@BOTH
def test_closing_the_job_before_the_call_loses_parcels(counter: Counting, stack: str) -> None:
    """The negative control: at most once, as with Celery's early acknowledgement."""
    figure = counter.figure("controls.kill-done-first", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["lost"]) > 0
