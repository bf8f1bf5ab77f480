"""Credit, progress and rewards against a plain-Python oracle, over any order of what can happen."""

import pytest

from campaigns import rules
from tests.campaigns.campaign_life import live

pytestmark = pytest.mark.django_db


def test_no_order_of_events_breaks_the_sums() -> None:
    assert live(25, steps=25) > 100


def test_a_threshold_that_is_rounded_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    exact = rules.rewards_due

    def generous(rulebook, *, credit_hundredths):
        return exact(rulebook, credit_hundredths=credit_hundredths + 100)

    monkeypatch.setattr(rules, "rewards_due", generous)
    with pytest.raises(AssertionError):
        live(40, steps=25)
