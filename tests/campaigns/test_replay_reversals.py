"""Living through reversals again: sums fall and rise, and a closed board keeps what it said."""

from datetime import timedelta
from typing import Any

from campaigns.replay_rules import Derived, Joined, Reversed, Shown, derive
from campaigns.rulebook import read_rules
from tests.factories import campaigns as make

HOUR = timedelta(hours=1)


GRADED: dict[str, Any] = {"requires": ["registered"], "credit": {"registered": 30, "real_name": 100}}


def live_through(
    *, until: Any = None, split: bool = False, back: bool = False, late: bool = False
) -> Derived:
    """Advocate 1 brings 3, whom 2 shares; she is reversed after an hour and back after three.

    ``late``: she counts for 30 from the start, and is certified between the two.
    """
    book = read_rules(make.rules_with(threshold=1, **(GRADED if late else {})))
    sharing: dict[str, Any] = {"sharer_id": 2, "sharer_bp": 4000} if split else {}
    joined = [Joined(advocate_id=1, invitee_id=3, rulebook=book, at=make.NOW, **sharing)]
    moment = make.NOW + (2 * HOUR if late else timedelta())
    shown = [Shown(member_id=3, level="real_name", holds=True, at=moment)]
    news = [Reversed(member_id=3, is_over=False, at=make.NOW + HOUR)]
    news += [Reversed(member_id=3, is_over=True, at=make.NOW + 3 * HOUR)] if back else []
    return derive(joined, shown, reversals=news, until=until)


def test_both_sides_lose_it_and_the_reward_was_earned() -> None:
    derived = live_through(split=True)

    assert (derived.credit, derived.qualified) == ({1: 0, 2: 0}, {1: 0})
    assert derived.referrals[3].credit == 0
    assert [part for _at, _who, part in derived.rises] == [60, 40, -60, -40]


def test_both_sides_have_it_again() -> None:
    derived = live_through(split=True, back=True)
    assert (derived.credit, derived.qualified) == ({1: 60, 2: 40}, {1: 1})


def test_what_is_shown_while_she_does_not_count_counts_afterwards() -> None:
    assert live_through(late=True).credit == {1: 0}
    back = live_through(late=True, back=True)
    assert (back.credit, back.rewards) == ({1: 100}, {("main", 1, "threshold:1")})


def test_a_board_that_was_closed_before_keeps_its_sums() -> None:
    closed = live_through(until=make.NOW + HOUR / 2)
    assert (closed.credit, closed.afterwards) == ({1: 0}, {1: -100})
    assert live_through(until=make.NOW + 2 * HOUR).afterwards == {}


def test_what_comes_back_after_the_end_earns_nothing_new() -> None:
    derived = live_through(late=True, back=True, until=make.NOW + 2.5 * HOUR)
    assert (derived.credit, derived.afterwards, derived.rewards) == ({1: 30}, {1: 30}, set())
