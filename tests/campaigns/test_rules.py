"""Pure decisions: credit, thresholds, windows."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import errors, rules
from campaigns.rulebook import DEFAULT_RULES, Rulebook, read_rules
from campaigns.rules import TouchSeen
from common.errors import Refused

OPENS = datetime(2026, 4, 1, tzinfo=UTC)
CLOSES = datetime(2026, 5, 1, tzinfo=UTC)


def book(**changes: Any) -> Rulebook:
    plain: dict[str, Any] = deepcopy(dict(DEFAULT_RULES)) | changes
    plain["draw"]["prizes"] = [{"key": "shoes", "item": "abc", "quantity": 3}]
    return read_rules(plain)


def graded(**changes: Any) -> Rulebook:
    credit = {"registered": 30, "real_name": 100, "professional": 120}
    return book(credit=credit, **changes)


def reward(*, per_threshold: bool = True, most: int = 2) -> dict[str, Any]:
    return {"kind": "draw_entry", "weight": 1, "per_threshold": per_threshold, "max_per_member": most}


@pytest.mark.parametrize(
    ("state", "now", "refusal"),
    [
        ("draft", OPENS, errors.UnknownInvitation),
        ("in_review", OPENS, errors.UnknownInvitation),
        ("cancelled", OPENS, errors.UnknownInvitation),
        ("scheduled", OPENS, errors.CampaignNotStarted),
        ("live", OPENS - timedelta(microseconds=1), errors.CampaignNotStarted),
        ("live", CLOSES, errors.CampaignEnded),
        ("paused", CLOSES, errors.CampaignEnded),
        ("paused", OPENS, errors.CampaignPaused),
        ("closing", OPENS, errors.CampaignEnded),
        ("drawing", OPENS, errors.CampaignEnded),
        ("settling", OPENS, errors.CampaignEnded),
        ("settled", OPENS, errors.CampaignEnded),
        ("archived", OPENS, errors.CampaignEnded),
    ],
)
def test_referrals_are_refused(state: str, now: datetime, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        rules.check_takes_referrals(state=state, opens_at=OPENS, closes_at=CLOSES, now=now)


@pytest.mark.parametrize("now", [OPENS, CLOSES - timedelta(microseconds=1)])
def test_referrals_are_taken_from_the_start_until_before_the_end(now: datetime) -> None:
    rules.check_takes_referrals(state="live", opens_at=OPENS, closes_at=CLOSES, now=now)


def test_the_highest_level_counts() -> None:
    assert rules.credit_of(graded(), {"registered"}) == 30
    assert rules.credit_of(graded(), {"registered", "real_name"}) == 100
    assert rules.credit_of(graded(), {"registered", "real_name", "professional"}) == 120
    assert rules.credit_of(graded(), set()) == 0


def test_a_friend_is_worth_part_before_she_qualifies() -> None:
    rise = rules.judge(graded(), levels={"registered"}, credit_hundredths=0, qualified=False)

    assert (rise.added_hundredths, rise.qualifies, rise.missing) == (30, False, ("real_name",))


def test_credit_rises_by_the_difference() -> None:
    rise = rules.judge(graded(), levels={"registered", "real_name"}, credit_hundredths=30, qualified=False)

    assert (rise.added_hundredths, rise.credit_hundredths, rise.qualifies) == (70, 100, True)


LEVELS = st.sets(st.sampled_from(["registered", "real_name", "professional"]))


@given(levels=LEVELS, credit=st.integers(0, 200), qualified=st.booleans())
def test_credit_never_falls(levels: set[str], credit: int, qualified: bool) -> None:
    rise = rules.judge(graded(), levels=levels, credit_hundredths=credit, qualified=qualified)

    assert rise.added_hundredths >= 0
    assert rise.credit_hundredths == credit + rise.added_hundredths
    assert not (qualified and rise.qualifies)


@given(levels=LEVELS, more=LEVELS)
def test_more_trust_is_never_worth_less(levels: set[str], more: set[str]) -> None:
    assert rules.credit_of(graded(), levels | more) >= rules.credit_of(graded(), levels)


@pytest.mark.parametrize(
    ("credit", "due"), [(0, 0), (299, 0), (300, 1), (599, 1), (600, 2), (900, 2), (10_000, 2)]
)
def test_rewards_are_rounded_down_and_capped(credit: int, due: int) -> None:
    assert rules.rewards_due(book(reward=reward()), credit_hundredths=credit) == due


def test_one_reward_is_all_where_each_threshold_does_not_count() -> None:
    assert rules.rewards_due(book(reward=reward(per_threshold=False)), credit_hundredths=900) == 1


@pytest.mark.parametrize(
    ("credit", "rewards", "remaining", "friends"),
    [(0, 0, 300, 3), (100, 0, 200, 2), (230, 0, 70, 1), (299, 0, 1, 1), (300, 1, 300, 3), (600, 2, 0, 0)],
)
def test_what_remains_is_the_worst_case(credit: int, rewards: int, remaining: int, friends: int) -> None:
    ahead = rules.look_ahead(book(reward=reward()), credit_hundredths=credit, rewards=rewards)

    assert (ahead.remaining_hundredths, ahead.remaining_friends) == (remaining, friends)
    assert ahead.complete == (rewards == 2)


@given(credit=st.integers(0, 2000))
def test_so_many_more_friends_are_always_enough(credit: int) -> None:
    rulebook = graded(reward=reward(most=5))
    before = rules.rewards_due(rulebook, credit_hundredths=credit)
    ahead = rules.look_ahead(rulebook, credit_hundredths=credit, rewards=before)

    after = rules.rewards_due(rulebook, credit_hundredths=credit + 100 * ahead.remaining_friends)

    assert ahead.complete or after == before + 1


def touch(number: int, *, campaign: int = 1, advocate: int = 7, days_ago: float = 1) -> TouchSeen:
    moment = CLOSES - timedelta(days=days_ago)
    return TouchSeen(touch_id=number, campaign_id=campaign, advocate_id=advocate, occurred_at=moment)


def chosen(*touches: TouchSeen, invitee: int = 9, first: frozenset[int] = frozenset()) -> list[int]:
    found = rules.choose_touches(
        touches,
        invitee_id=invitee,
        registered_at=CLOSES,
        window_days={1: 30, 2: 30},
        first_counts=first,
    )
    return [each.touch.touch_id for each in found]


def test_the_last_touch_wins() -> None:
    assert chosen(touch(1, days_ago=3), touch(2, days_ago=1, advocate=8), touch(3, days_ago=2)) == [2]


def test_the_first_touch_within_the_window_wins_where_the_rules_say_so() -> None:
    """Too early, her own, first, later; and another campaign, where the last one wins."""
    touches = [touch(1, days_ago=31), touch(2, days_ago=9, advocate=9), touch(3, days_ago=5), touch(4)]
    others = [touch(5, campaign=2, days_ago=4), touch(6, campaign=2)]
    assert chosen(*touches, *others, first=frozenset({1})) == [3, 6]
    assert chosen(*touches, *others) == [4, 6]


def test_each_campaign_has_its_own_touch() -> None:
    assert chosen(touch(1), touch(2, campaign=2)) == [1, 2]


def test_old_own_and_later_touches_do_not_count() -> None:
    assert chosen(touch(1, days_ago=31)) == []
    assert chosen(touch(1, advocate=9)) == []
    assert chosen(touch(1, days_ago=-1)) == []


def test_the_edge_of_the_window_counts() -> None:
    assert chosen(touch(1, days_ago=30), touch(2, campaign=2, days_ago=0)) == [1, 2]


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        ({}, ""),
        ({"member_state": "suspended"}, "member-not-active"),
        ({"is_staff": True}, "staff-excluded"),
        ({"manages_brand": True}, "staff-excluded"),
    ],
)
def test_who_is_held(standing: dict[str, Any], code: str) -> None:
    known: dict[str, Any] = {"member_state": "active", "is_staff": False, "manages_brand": False}

    assert rules.hold_reason(rules.Standing(**(known | standing))) == code


def test_the_score_counts_only_what_was_due() -> None:
    assert rules.score_bp(kept=0, kept_late=0, overdue=0, broken=0) is None
    assert rules.score_bp(kept=2, kept_late=1, overdue=0, broken=0) == 6666
