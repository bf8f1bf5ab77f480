"""What is found about a friend, and what is a ring."""

from datetime import timedelta

import pytest

from campaigns.models import RiskCase
from campaigns.risk_rules import DEFAULTS, DRY, Branch, Edge, Friend, RiskRule, assess, find_rings
from campaigns.risk_words import CODES
from tests.factories.campaigns import NOW

RULES = [
    RiskRule(code=code, revision=1, points=points, is_dry=code in DRY) for code, points in DEFAULTS.items()
]
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
        (Friend(is_throwaway=True), "throwaway-mail", False),
        (Friend(branch=Branch(looked_at=6, stopped=3)), "branch-apart", False),
        (Friend(advocate_joined_at=NOW, registered_at=NOW + timedelta(hours=23)), "new-advocate", False),
        (Friend(was_left=True), "left-at-once", False),
        (Friend(is_reachable=False), "unreachable", False),
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


def test_a_throwaway_mailbox_is_held_where_others_of_the_circle_have_one() -> None:
    assert codes(Friend(is_throwaway=True, throwaway_others=2)) == ["throwaway-mail"]
    assert assess(Friend(is_throwaway=True, throwaway_others=3), RULES).is_held
    assert codes(Friend(throwaway_others=9)) == []


@pytest.mark.parametrize(
    ("branch", "siblings", "apart"),
    [
        ((4, 4), (0, 0), False),
        ((5, 2), (0, 0), False),
        ((5, 3), (0, 0), True),
        ((10, 6), (20, 3), True),
        ((10, 6), (20, 4), False),
    ],
)
def test_a_branch_stands_apart_from_its_siblings_only(
    branch: tuple[int, int], siblings: tuple[int, int], apart: bool
) -> None:
    hers, theirs = (Branch(looked_at=looked_at, stopped=stopped) for looked_at, stopped in (branch, siblings))
    assert (codes(Friend(branch=hers, siblings=theirs)) == ["branch-apart"]) is apart


def test_a_network_is_counted_and_holds_nobody() -> None:
    found = assess(Friend(from_one_network=5, is_throwaway=True), RULES)
    assert ([one.code for one in found.findings if one.is_dry], found.points) == (["one-network"], 40)
    assert assess(Friend(from_one_network=4), RULES).findings == ()


def test_how_an_account_is_used_is_never_enough() -> None:
    weak = Friend(was_left=True, is_reachable=False, advocate_joined_at=NOW, registered_at=NOW)
    assert (len(codes(weak)), assess(weak, RULES).is_held) == (3, False)


def test_every_finding_fits_into_a_case() -> None:
    against = [code for code, points in DEFAULTS.items() if points > 0]
    assert len(f",{','.join(against)},") <= (RiskCase._meta.get_field("codes").max_length or 0)
    assert all(code in CODES for code in DEFAULTS)


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
