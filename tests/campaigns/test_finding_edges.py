"""The exact edges of what is found about friends, told in figures and drawn."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from campaigns import draw_rules, funnel_rules
from campaigns.risk_rules import QUICKEST, Edge, Friend, RiskRule, assess, find_rings

INSTANT = timedelta(microseconds=1)
CAME = datetime(2026, 4, 2, 9, tzinfo=UTC)


# --- risk -------------------------------------------------------------------------------------------


def test_five_accounts_are_a_ring_and_the_share_inside_has_an_exact_edge() -> None:
    five = {"a": [1, 2, 3, 4, 5]}
    chain = [Edge(advocate_id=one, invitee_id=one + 1) for one in range(1, 4)]
    outside = [Edge(advocate_id=100, invitee_id=1), Edge(advocate_id=101, invitee_id=2)]
    assert find_rings([*chain, *outside], five) == [frozenset(range(1, 6))]  # three of five stay inside
    assert find_rings([*chain, *outside, Edge(advocate_id=5, invitee_id=102)], five) == []
    assert find_rings([Edge(advocate_id=1, invitee_id=2)], five) == [frozenset(range(1, 6))]


def test_who_is_invited_into_a_ring_from_outside_does_not_make_it_one() -> None:
    """Both ends of an invitation count: who invited, and who came."""
    five = {"a": [1, 2, 3, 4, 5]}
    into = [Edge(advocate_id=100, invitee_id=1)]
    out = [Edge(advocate_id=1, invitee_id=100)]
    inside = [Edge(advocate_id=1, invitee_id=2)]
    assert find_rings([*inside, *into], five) == find_rings([*inside, *out], five) == []


def test_browsers_in_a_row_make_one_cluster_whatever_their_order() -> None:
    row = {"c": [3, 4], "a": [5, 4], "b": [2, 3], "d": [1, 2], "alone": [9]}
    inside = [Edge(advocate_id=one, invitee_id=one + 1) for one in range(1, 5)]
    assert find_rings(inside, row) == [frozenset(range(1, 6))]


def test_three_seconds_are_time_enough() -> None:
    rule = [RiskRule(code="too-quick", revision=1, points=25)]
    for took, codes in ((QUICKEST, []), (QUICKEST - INSTANT, ["too-quick"])):
        assert assess(Friend(opened_at=CAME, registered_at=CAME + took), rule).codes == codes
    assert assess(Friend(opened_at=CAME), rule).codes == []


# --- figures and draws ------------------------------------------------------------------------------


def test_one_is_enough_to_take_a_share_of() -> None:
    assert (funnel_rules.share_bp(1, 1), funnel_rules.hundredths(3, 2), funnel_rules.hundredths(1, 1)) == (
        10_000,
        150,
        100,
    )
    assert (funnel_rules.hundredths(-1, 1), funnel_rules.hundredths(1, 0)) == (0, None)
    assert (funnel_rules.minor_each(999, 1), funnel_rules.minor_each(10, 3)) == (999, 4)
    assert funnel_rules.k_factor(advocates=1, qualified=2, refused=1) == funnel_rules.KFactor(
        advocates=1, gross=200, net=100
    )


def test_percentiles_take_the_nearest_rank() -> None:
    assert funnel_rules.percentile({}, 50) is None
    assert funnel_rules.percentile({4: 1}, 50) == 4
    assert funnel_rules.percentile({0: 0}, 50) is None
    hundred = {hour: 1 for hour in range(100)}
    assert [funnel_rules.percentile(hundred, percent) for percent in (1, 50, 90, 100)] == [0, 49, 89, 99]
    assert isinstance(funnel_rules.hundredths(1, 3), int)


def test_a_single_engaged_visit_is_engagement_and_the_mean_belongs_above() -> None:
    even = [funnel_rules.Point(key=key, reach=2, engaged=1) for key in ("a", "b")]
    assert [quadrant for _point, quadrant in funnel_rules.quadrants(even)] == [funnel_rules.Quadrant.BOTH] * 2


def test_leaves_and_nodes_are_told_apart_and_paths_name_their_sides() -> None:
    assert draw_rules.leaf_of(b"a", 7) == sha256(b"\x00a\x1f7").digest()
    one, two, three = (draw_rules.leaf_of(key, 1) for key in (b"a", b"b", b"c"))
    pair = sha256(b"\x01" + one + two).digest()
    assert draw_rules.root_of([one, two, three]) == sha256(b"\x01" + pair + three).digest()
    sides = [
        [(step.side, step.hash) for step in draw_rules.path_of([one, two, three], at)] for at in range(3)
    ]
    assert sides == [
        [("right", two), ("right", three)],
        [("left", one), ("right", three)],
        [("left", pair)],
    ]
    assert draw_rules.path_of([one], 0) == []
