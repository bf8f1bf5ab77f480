"""The figures of campaigns would notice: each control counts the same with one guard taken away."""

import pytest

from bench.figures import POSTGRES_REDIS, SQLITE
from tests.counting import Counting

pytestmark = [pytest.mark.chaos, pytest.mark.slow]
BOTH = pytest.mark.parametrize("stack", [SQLITE, POSTGRES_REDIS])


@BOTH
def test_no_gift_is_given_twice(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.campaign-claims-guarded", stack)

    assert figure.ok, figure.line
    assert figure.numbers["oversold"] == 0


@BOTH
def test_without_its_condition_a_claim_oversells(counter: Counting, stack: str) -> None:
    figure = counter.figure("controls.campaign-claims-without-condition", stack)

    assert figure.ok, figure.line
    assert int(figure.numbers["oversold"]) > 0


def test_without_the_lock_friends_are_counted_over_each_other(counter: Counting) -> None:
    figure = counter.figure("controls.campaign-milestone-without-lock", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert int(figure.numbers["miscounted"]) > 0


def test_without_lock_and_key_a_milestone_pays_twice(counter: Counting) -> None:
    figure = counter.figure("controls.campaign-milestone-without-key", POSTGRES_REDIS)

    assert figure.ok, figure.line
    assert int(figure.numbers["doubled"]) > 0


@pytest.mark.parametrize(
    ("control", "number"),
    [
        ("draw-of-another-kind", "differing"),
        ("stateful-with-a-wrong-threshold", "violations"),
        ("closed-paths-without-state", "issued"),
        ("replay-of-a-touched-ledger", "differences"),
    ],
)
def test_what_is_unguarded_is_seen(counter: Counting, control: str, number: str) -> None:
    figure = counter.figure(f"controls.campaign-{control}", SQLITE)

    assert figure.ok, figure.line
    assert int(figure.numbers[number]) > 0


def test_rules_without_their_tests_are_seen(counter: Counting) -> None:
    pytest.importorskip("mutmut", reason="needs the extra mutation: docs/mutation.md")
    figure = counter.figure("controls.campaign-mutation-without-its-tests", SQLITE)

    assert figure.ok, figure.line
    assert int(figure.numbers["untested"]) > 0


@pytest.mark.parametrize("control", ["draw-with-a-favourite", "fraud-with-dry-rules"])
def test_a_crooked_draw_and_a_blind_rule_are_seen(counter: Counting, control: str) -> None:
    figure = counter.figure(f"controls.campaign-{control}", SQLITE)

    assert figure.ok, figure.line
