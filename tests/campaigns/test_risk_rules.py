"""What is found about a friend, and what is a ring."""

from datetime import timedelta

import pytest

from campaigns.risk_rules import DEFAULTS, Edge, Friend, RiskRule, assess, find_rings
from tests.factories.campaigns import NOW

RULES = [RiskRule(code=code, revision=1, points=points) for code, points in DEFAULTS.items()]
RING = range(1, 7)
LOOP = [Edge(advocate_id=one, invitee_id=one + 1) for one in range(1, 6)]


def codes(friend: Friend) -> list[str]:
    return assess(friend, RULES).codes


def test_an_ordinary_friend_has_nothing_against_her() -> None:
    friend = Friend(browser="a", opened_at=NOW, registered_at=NOW + timedelta(minutes=2))
    assert (codes(friend), assess(friend, RULES).is_held) == ([], False)


@pytest.mark.parametrize(
    ("friend", "code", "held"),
    [
        (Friend(browser="a", advocate_browsers={"a"}), "same-browser", True),
        (Friend(browser="a", same_browser=5), "browser-reused", True),
        (Friend(in_ring=True), "ring", True),
        (Friend(joined_with=4), "velocity", False),
        (Friend(opened_at=NOW, registered_at=NOW), "too-quick", False),
        (Friend(alike_mailboxes=1), "mail-alike", False),
        (Friend(at_one_door=5), "one-door", False),
    ],
)
def test_each_rule_has_its_reason(friend: Friend, code: str, held: bool) -> None:
    found = assess(friend, RULES)
    assert (found.codes, found.is_held) == ([code], held)


def test_a_household_that_shares_a_tablet_is_nobodys_business() -> None:
    assert codes(Friend(browser="a", same_browser=4)) == []
    assert codes(Friend(joined_with=3)) == []


def test_several_alike_mailboxes_are_held_and_sisters_are_not() -> None:
    assert codes(Friend(alike_mailboxes=3)) == ["mail-alike", "mail-series"]
    assert assess(Friend(alike_mailboxes=3), RULES).is_held
    assert codes(Friend(alike_mailboxes=2)) == ["mail-alike"]
    assert codes(Friend(at_one_door=4)) == []


def test_a_verified_friend_is_nobodys_second_account() -> None:
    sister = Friend(browser="a", advocate_browsers={"a"}, is_identified=True)
    assert (codes(sister), assess(sister, RULES).is_held) == (["same-browser"], False)


def test_what_is_unknown_speaks_against_nobody() -> None:
    assert codes(Friend(browser="", advocate_browsers={""})) == []


def test_a_life_together_speaks_for_somebody() -> None:
    ring = Friend(in_ring=True)
    assert assess(ring, RULES).is_held
    assert assess(Friend(in_ring=True, is_identified=True), RULES).is_held
    assert not assess(Friend(in_ring=True, is_identified=True, gave_and_took=True), RULES).is_held
    assert not assess(Friend(in_ring=True, is_fellow=True, is_professional=True), RULES).is_held
    assert assess(Friend(is_fellow=True, gave_and_took=True), RULES).points == 0


def test_a_dry_rule_is_written_down_and_holds_nobody() -> None:
    dry = [RiskRule(code="ring", revision=3, points=70, is_dry=True)]
    found = assess(Friend(in_ring=True), dry)
    assert ([one.code for one in found.findings], found.is_held) == (["ring"], False)
    assert found.findings[0].revision == 3


def test_accounts_of_few_browsers_that_invite_one_another_are_a_ring() -> None:
    assert find_rings(LOOP, {"a": [1, 2, 3], "b": [3, 4, 5, 6]}) == [frozenset(RING)]


def test_a_terminal_whose_users_were_invited_from_all_over_is_none() -> None:
    outside = [Edge(advocate_id=100 + one, invitee_id=one) for one in RING]
    assert find_rings(outside, {"library": list(RING)}) == []
    assert find_rings([*outside, LOOP[0], LOOP[1]], {"library": list(RING)}) == []


def test_four_are_a_household_and_no_browser_is_no_cluster() -> None:
    assert find_rings(LOOP[:3], {"a": [1, 2, 3, 4]}) == []
    assert find_rings(LOOP, {}) == []
    assert find_rings([], {"a": list(RING)}) == []
