"""The exact edges of the pure rules: one more, one less, one microsecond earlier."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaigns import errors, plain_rules, rules
from campaigns.conditions import Condition, Deed, Evidence, fulfils, reached, read_condition, unmet
from campaigns.rule_shape import MET, RULE_KEY, find_problems
from campaigns.rulebook import BoardRule, FurtherRule, read_rules
from common.errors import Refused
from tests.campaigns.test_rules import CLOSES, OPENS, book, graded, reward
from tests.factories import campaigns as make

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
CAME = datetime(2026, 4, 2, 9, tzinfo=UTC)
SPENT = Condition(kind="event", group="g", event="e", name="purchase", value_minor=500)
AGED = Condition(kind="account_age", days=7)


def did(**changes: Any) -> Deed:
    base = {"kind": "event", "group": "g", "event": "e", "name": "purchase", "value_minor": 500}
    return Deed(**{**base, "occurred_at": CAME, **changes})


def known(*deeds: Deed, now: datetime = CAME + DAY) -> Evidence:
    return Evidence(deeds=deeds, registered_at=CAME, expires_at=CAME + 30 * DAY, now=now)


# --- conditions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"value_minor": 501}, True),
        ({"value_minor": 499}, False),
        ({"kind": "posted"}, False),
        ({"group": "other"}, False),
        ({"event": "other"}, False),
        ({"name": "visit"}, False),
    ],
)
def test_a_deed_has_to_be_what_the_condition_says(changes: dict[str, Any], counts: bool) -> None:
    assert fulfils(SPENT, did(**changes)) is counts
    anything = Condition(kind="event")
    assert fulfils(anything, did(**changes)) is (changes.get("kind") is None)


def test_deeds_count_from_the_registration_until_before_the_end_of_the_window() -> None:
    times = [CAME - INSTANT, CAME, CAME + 30 * DAY - INSTANT, CAME + 30 * DAY]
    assert [reached(SPENT, known(did(occurred_at=at))) for at in times] == [0, 1, 1, 0]
    assert reached(SPENT, known(did(), did(), did(name="visit"))) == 2


def test_age_is_in_whole_days_and_ends_with_the_window() -> None:
    ages = [-DAY, timedelta(), DAY - INSTANT, DAY, 30 * DAY, 40 * DAY]
    assert [reached(AGED, known(now=CAME + age)) for age in ages] == [0, 0, 0, 1, 30, 30]


def test_what_is_missing_says_how_much_and_when() -> None:
    twice = replace(SPENT, count=2)
    assert unmet([twice, AGED], known(did())) == [
        {
            "kind": "event",
            "have": 1,
            "need": 2,
            "again": "",
            "name": "purchase",
            "value_minor": 500,
            "group": "g",
        },
        {
            "kind": "account_age",
            "have": 1,
            "need": 7,
            "again": (CAME + 7 * DAY).isoformat(),
            "name": "",
            "value_minor": 0,
            "group": "",
        },
    ]
    assert unmet([twice, AGED], known(did(), did(), now=CAME + 7 * DAY)) == []
    assert [each["kind"] for each in unmet([twice, AGED], known(did(), did()))] == ["account_age"]


def test_a_condition_is_read_as_it_is_written() -> None:
    assert read_condition({"kind": "posted", "group": "g", "count": 3}) == Condition(
        kind="posted", group="g", count=3
    )
    assert (AGED.needed, SPENT.needed, replace(SPENT, count=4).needed) == (7, 1, 4)


# --- credit and what is still to come ---------------------------------------------------------------

BY_DEEDS = {"requires": ["registered"], "credit": {"registered": 0, MET: 100}}


def test_deeds_are_missing_beside_certificates() -> None:
    credit = {"registered": 0, MET: 100}
    both = book(requires=["registered", "real_name"], credit=credit, conditions=[{"kind": "posted"}])
    posted = did(kind="posted")
    assert rules.what_is_missing(both, levels=["registered"], evidence=None) == ("real_name",)
    missing = rules.what_is_missing(both, levels=["registered"], evidence=known())
    assert (missing[0], [each["kind"] for each in missing[1:]]) == ("real_name", ["posted"])  # type: ignore[index]
    assert rules.what_is_missing(both, levels=["registered", "real_name"], evidence=known(posted)) == ()


@pytest.mark.parametrize(
    ("levels", "deeds", "enough"),
    [
        (["registered"], [], False),
        (["registered", "real_name"], [], True),
        (["registered"], [did(kind="posted")], True),
        (["registered", "real_name"], [did(kind="posted")], True),
    ],
)
def test_one_of_them_is_enough_where_the_rules_say_so(
    levels: list[str], deeds: list[Deed], enough: bool
) -> None:
    either = book(
        requires=["registered", "real_name"],
        credit={"registered": 0, MET: 100},
        conditions=[{"kind": "posted"}],
        match="any",
    )
    found = rules.judge(either, levels=levels, credit_hundredths=0, qualified=False, evidence=known(*deeds))
    assert (found.qualifies, MET in found.levels, found.credit_hundredths) == (
        enough,
        enough,
        100 if enough else 0,
    )


def test_two_certificates_are_two_ways() -> None:
    either = book(
        requires=["registered", "real_name", "professional"], credit={"registered": 0, MET: 100}, match="any"
    )
    none = rules.what_is_missing(either, levels=["registered"], evidence=None)
    assert none == ("real_name", "professional")
    assert rules.what_is_missing(either, levels=["registered", "professional"], evidence=None) == ()
    found = rules.judge(
        either, levels=["registered", "professional"], credit_hundredths=0, qualified=False, evidence=None
    )
    assert found.levels == {"registered", "professional", MET}


def test_a_mark_that_is_worth_something_is_given_without_conditions_too() -> None:
    rulebook = book(requires=["registered"], credit={"registered": 0, MET: 100})
    found = rules.judge(rulebook, levels=["registered"], credit_hundredths=0, qualified=False)
    assert (found.levels, found.credit_hundredths) == (frozenset({"registered", MET}), 100)


def test_having_met_the_conditions_is_remembered_beside_the_certificates() -> None:
    rulebook = book(**BY_DEEDS, conditions=[{"kind": "posted"}])
    evidence = known(did(kind="posted"))
    found = rules.judge(
        rulebook, levels=["registered"], credit_hundredths=0, qualified=False, evidence=evidence
    )
    assert found.levels == {"registered", MET}
    not_yet = rules.judge(
        rulebook, levels=["registered"], credit_hundredths=0, qualified=False, evidence=known()
    )
    assert (not_yet.levels, not_yet.qualifies, not_yet.credit_hundredths) == (
        frozenset({"registered"}),
        False,
        0,
    )


def test_certificates_alone_leave_no_such_mark() -> None:
    found = rules.judge(
        book(), levels=["registered", "real_name"], credit_hundredths=0, qualified=False, evidence=None
    )
    assert found.levels == {"registered", "real_name"}
    already = rules.judge(book(), levels=["registered", "real_name"], credit_hundredths=100, qualified=True)
    assert (already.qualifies, already.added_hundredths) == (False, 0)


def test_a_certificate_that_the_rules_don_t_name_is_worth_nothing() -> None:
    assert rules.credit_of(book(), ["unheard-of"]) == 0
    assert rules.credit_of(graded(), ["registered", "unheard-of"]) == 30
    assert rules.credit_of(book(), []) == 0
    assert rules.held_levels(["real_name"]) == {"registered", "real_name"}
    assert rules.missing_levels(book(), ["registered"]) == ("real_name",)


def test_nothing_is_due_before_a_board_is_frozen() -> None:
    board = BoardRule(is_of_groups=False, places=(), seats=0, groups=0, grace_days=3)
    rulebook = replace(book(), board=board)
    assert rules.rewards_due(rulebook, credit_hundredths=10_000) == 0
    before, at = (rules.look_ahead(rulebook, credit_hundredths=credit, rewards=0) for credit in (299, 300))
    assert (before.complete, before.remaining_hundredths, before.goal_hundredths) == (False, 1, 300)
    assert (at.complete, at.remaining_hundredths, at.goal_hundredths) == (True, 0, 300)


@pytest.mark.parametrize(
    ("credit", "rewards", "expected"),
    [
        (0, 0, (0, 300, 300, 3, False)),
        (299, 0, (299, 300, 1, 1, False)),
        (300, 1, (300, 600, 300, 3, False)),
        (650, 1, (650, 600, 0, 0, False)),
        (600, 2, (600, 600, 0, 0, True)),
        (100, 2, (100, 600, 0, 0, True)),
    ],
)
def test_what_lies_ahead(credit: int, rewards: int, expected: tuple[Any, ...]) -> None:
    found = rules.look_ahead(book(reward=reward()), credit_hundredths=credit, rewards=rewards)
    assert (
        found.credit_hundredths,
        found.goal_hundredths,
        found.remaining_hundredths,
        found.remaining_friends,
        found.complete,
    ) == expected


def test_one_reward_ends_it_where_each_threshold_does_not_count() -> None:
    once = book(reward=reward(per_threshold=False, most=1))
    assert not rules.look_ahead(once, credit_hundredths=0, rewards=0).complete
    found = rules.look_ahead(once, credit_hundredths=900, rewards=1)
    assert (found.complete, found.goal_hundredths, found.remaining_friends) == (True, 300, 0)
    assert rules.rewards_due(once, credit_hundredths=900) == 1


def test_once_is_once_however_many_a_member_could_have() -> None:
    once = book(reward=reward(per_threshold=False, most=2))
    assert rules.rewards_due(once, credit_hundredths=900) == 1
    found = rules.look_ahead(once, credit_hundredths=900, rewards=1)
    assert (found.complete, found.goal_hundredths) == (True, 300)


def test_milestones_and_what_each_reward_is_given_for() -> None:
    def further(key: str, whom: str, friends: int) -> FurtherRule:
        return FurtherRule(key=key, whom=whom, friends=friends, kind="gift", weight=1, item="cup", quantity=1)

    rulebook = replace(
        book(),
        further=(
            further("one", "advocate", 1),
            further("hello", "invitee", 0),
            further("five", "advocate", 5),
        ),
    )
    reached_keys = [
        [rule.key for rule in rules.milestones_reached(rulebook, credit_hundredths=credit)]
        for credit in (99, 100, 499, 500)
    ]
    assert reached_keys == [[], ["one"], ["one"], ["one", "five"]]
    assert rules.occurrence_key(2) == "threshold:2"
    assert rules.goal_of(rulebook, rule_key=RULE_KEY, key="threshold:2") == 600
    goals = [rules.goal_of(rulebook, rule_key=key, key=rules.ONCE) for key in ("one", "five", "hello", "x")]
    assert goals == [100, 500, None, None]


# --- windows and states -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes", "settles", "field"),
    [
        (OPENS + INSTANT, OPENS + INSTANT, ""),
        (OPENS, OPENS, "closes_at"),
        (OPENS - DAY, CLOSES, "closes_at"),
        (CLOSES, CLOSES - INSTANT, "settle_by"),
        (CLOSES, CLOSES, ""),
    ],
)
def test_a_window_has_an_inside_and_is_settled_after_it(
    closes: datetime, settles: datetime, field: str
) -> None:
    try:
        rules.check_window(opens_at=OPENS, closes_at=closes, settle_by=settles)
    except errors.BadWindow as refused:
        assert refused.field == field
    else:
        assert field == ""


@pytest.mark.parametrize(
    ("state", "kind", "refusal"),
    [
        ("live", "gift", None),
        ("live", "draw_entry", None),
        ("drawing", "gift", None),
        ("settling", "gift", None),
        ("paused", "gift", errors.CampaignPaused),
        ("settled", "gift", errors.CampaignEnded),
        ("archived", "draw_entry", errors.CampaignEnded),
        ("drawing", "draw_entry", errors.CampaignEnded),
        ("settling", "draw_entry", errors.CampaignEnded),
        ("draft", "gift", errors.NotClaimable),
        ("cancelled", "gift", errors.NotClaimable),
        ("scheduled", "gift", errors.NotClaimable),
    ],
)
def test_where_rewards_are_given(state: str, kind: str, refusal: type[Refused] | None) -> None:
    if refusal is None:
        rules.check_issues(state=state, kind=kind)
    else:
        with pytest.raises(refusal):
            rules.check_issues(state=state, kind=kind)
    with pytest.raises(errors.CampaignPaused):
        rules.check_issues(state=state, kind=kind, is_stopped=True)


def test_nobody_is_referred_to_a_brand_that_stopped() -> None:
    window: dict[str, Any] = {"opens_at": OPENS, "closes_at": CLOSES, "now": OPENS}
    rules.check_takes_referrals(state="live", **window)
    with pytest.raises(errors.CampaignPaused):
        rules.check_takes_referrals(state="live", is_stopped=True, **window)
    with pytest.raises(errors.UnknownInvitation):
        rules.check_takes_referrals(state="approved", **window)


def test_the_rules_say_which_of_several_invitations_counts() -> None:
    last, first = make.rules_with("shoes"), make.rules_with("shoes") | {"touch": "first"}
    assert [read_rules(each).touch for each in (last, first)] == ["last", "first"]
    assert [problem.path for problem in find_problems(last | {"touch": "best"})] == ["touch"]
    for told, which in ((last, "last"), (first, "first")):
        sentence = f"Of several invitations that a friend opened, the {which} one counts."
        assert sentence in plain_rules.lines(read_rules(told))


def test_a_campaign_without_a_window_knows_no_earlier_touch() -> None:
    touch = rules.TouchSeen(touch_id=1, campaign_id=1, advocate_id=2, occurred_at=CAME - INSTANT)
    for windows, found in (({}, []), ({1: 1}, [touch])):
        chosen = rules.choose_touches([touch], invitee_id=3, registered_at=CAME, window_days=windows)
        assert [each.touch for each in chosen] == found


def test_the_score_counts_every_promise_that_was_due() -> None:
    assert rules.score_bp(kept=1, kept_late=1, overdue=1, broken=1) == 2_500
    assert rules.score_bp(kept=2, kept_late=0, overdue=0, broken=1) == 6_666
    assert rules.score_bp(kept=1, kept_late=0, overdue=0, broken=0) == 10_000


@pytest.mark.parametrize("requires", [[[]], [{}], {}, None, [None]])
def test_what_has_no_shape_beside_a_split_is_pointed_at_too(requires: object) -> None:
    rules_with = make.rules_with(requires=requires, split={"first": 4000, "last": 6000})
    assert find_problems(rules_with)[0].path.startswith("requires")
