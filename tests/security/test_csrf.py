"""Requests forged on another site. All routes are asked by `make figures AREA=security`; here the gifts'."""

import pytest

from bench.figures import SQLITE
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]


def test_every_forgery_is_refused_and_looking_changes_nothing(counter: Counting) -> None:
    figure = counter.figure("controls.csrf-checked", SQLITE)

    assert figure.ok, figure.line
    assert int(figure.numbers["routes"]) > 0
    assert (figure.numbers["passed"], figure.numbers["changed_by_looking"]) == (0, 0)


def test_where_the_server_does_not_check_they_pass(counter: Counting) -> None:
    """The negative control: the same requests, with the check taken away."""
    figure = counter.figure("controls.csrf-unchecked", SQLITE)

    assert figure.ok, figure.line
    assert int(figure.numbers["passed"]) > 0
