"""Beside the main reward: milestones for whoever invites, a welcome for each friend who counts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Member
from campaigns import errors
from campaigns.models import Brand, Budget, BudgetEntry, Campaign, Decision, Promise, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.drafts import create_campaign
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.rewards import assess_reward
from campaigns.reconcile import CHECKS
from campaigns.rule_shape import find_problems
from campaigns.rulebook import read_rules
from common.access import SYSTEM
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db


def five(item: str, **changes: Any) -> dict[str, Any]:
    rule = {"key": "five", "whom": "advocate", "friends": 5, "kind": "gift", "item": item, "quantity": 2}
    return rule | changes


def welcome(item: str, **changes: Any) -> dict[str, Any]:
    rule = {"key": "welcome", "whom": "invitee", "kind": "gift", "item": item, "quantity": 4}
    return rule | changes


def live(*further: Callable[[str], dict[str, Any]], stock: int = 20) -> Campaign:
    """A draw campaign whose further rewards are of one other item."""
    owner = make.brand()
    prize = gifts.item(stock=5, brand_ref=owner.scope).public_id
    cup = gifts.item(stock=stock, brand_ref=owner.scope).public_id
    return publish(owner, make.rules_with(prize, further=[rule(cup) for rule in further]))


def publish(owner: Brand, rules: dict[str, Any]) -> Campaign:
    draft = create_campaign(
        actor=make.manager_of(owner),
        brand_id=owner.pk,
        title={"en": "Spring outing", "zh-hans": "春游"},
        opens_at=make.OPENS,
        closes_at=make.CLOSES,
        settle_by=make.SETTLE_BY,
        rules_draft=rules,
    )
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    return Campaign.objects.one(draft.pk)


def keys_of(member: Member) -> list[str]:
    return sorted(Reward.objects.filter(beneficiary=member).values_list("rule_key", flat=True))


def violations() -> list[str]:
    return [line for check in CHECKS for line in check.run()]


def test_a_milestone_is_earned_beside_the_main_reward_and_once() -> None:
    advocate, campaign = make.member(), live(five)
    found = make.qualify(advocate, campaign, friends=4)
    assert keys_of(advocate) == ["main"]

    found += make.qualify(advocate, campaign, friends=2)
    for referral in found:
        recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)

    assert keys_of(advocate) == ["five", "main"]
    reward = Reward.objects.get(rule_key="five")
    assert Decision.objects.get(reward=reward).data == {"credit": 500, "goal": 500}
    assert Promise.objects.filter(kind="reward").count() == 2
    assert violations() == []


def test_a_milestone_below_the_main_reward_comes_first() -> None:
    advocate, campaign = make.member(), live(lambda item: five(item, key="first", friends=1))
    make.qualify(advocate, campaign, friends=1)

    assert keys_of(advocate) == ["first"]
    assert make.progress(advocate, campaign).rewards == 0
    assert violations() == []


def test_each_friend_who_counts_is_welcomed_once() -> None:
    advocate, campaign = make.member(), live(welcome)
    waiting = make.invite(advocate, campaign)
    [referral] = make.qualify(advocate, campaign, friends=1)
    recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)

    reward = Reward.objects.get()
    assert (reward.beneficiary, reward.rule_key, reward.cause) == (referral.invitee, "welcome", referral)
    assert Decision.objects.get(reward=reward).code == "earned-as-friend"
    assert not Reward.objects.filter(beneficiary=waiting.invitee).exists()
    assert violations() == []


def test_every_rule_has_a_share_of_its_own() -> None:
    campaign = live(five, welcome)

    shares = dict(Budget.objects.values_list("action", "limit_units").filter(slot=0))
    assert set(shares) == {"claim:five", "claim:welcome"}
    assert sum(Budget.objects.filter(action="claim:welcome").values_list("limit_units", flat=True)) == 4
    assert campaign.current is not None
    assert sum(campaign.current.rulebook.promised_items.values()) == 3 + 2 + 4


def test_a_claim_takes_from_the_share_of_its_rule_and_stops_at_its_end() -> None:
    advocate, campaign = make.member(), live(lambda item: welcome(item, quantity=1))
    first, second = make.qualify(advocate, campaign, friends=2)
    mine, theirs = (
        assess_reward(reward_id=Reward.objects.get(beneficiary=each.invitee).pk, now=make.NOW)
        for each in (first, second)
    )
    claim_reward(actor=mine.beneficiary, reward_id=mine.pk, now=make.NOW)

    with pytest.raises(errors.AllGiven):
        claim_reward(actor=theirs.beneficiary, reward_id=theirs.pk, now=make.NOW)
    assert BudgetEntry.objects.get().budget.action == "claim:welcome"
    assert violations() == []


@pytest.mark.parametrize("state", ["drawing", "settling"])
def test_a_gift_beside_the_draw_can_be_claimed_while_the_draw_takes_its_time(state: str) -> None:
    advocate, campaign = make.member(), live(welcome)
    [referral] = make.qualify(advocate, campaign, friends=1)
    make.in_state(campaign, state)
    reward = assess_reward(reward_id=Reward.objects.get().pk, now=make.NOW)

    claimed = claim_reward(actor=referral.invitee, reward_id=reward.pk, now=make.NOW)
    assert claimed.state == "granted"


def test_an_entry_beside_the_draw_is_one_more_entry() -> None:
    def more(item: str) -> dict[str, Any]:
        return {"key": "more", "whom": "advocate", "friends": 4, "kind": "draw_entry", "weight": 2}

    advocate, campaign = make.member(), live(more)
    make.qualify(advocate, campaign, friends=4)
    for reward in Reward.objects.order_by("pk"):
        assess_reward(reward_id=reward.pk, now=make.NOW)

    assert list(Reward.objects.values_list("state", flat=True)) == ["granted", "granted"]
    assert violations() == []


def test_more_than_the_shelf_holds_cannot_be_promised() -> None:
    with pytest.raises(errors.NotEnoughStock):
        live(five, welcome, stock=5)
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        (five("x", key="Not a key"), "further.0.key"),
        (five("x", key="main"), "further.0.key"),
        (five("x", whom="nobody"), "further.0.whom"),
        (five("x", friends=3), "further.0.friends"),
        (five("x", friends=0), "further.0.friends"),
        (welcome("x", friends=2), "further.0.friends"),
        (five("x", quantity=0), "further.0.quantity"),
        (five("x", kind="money"), "further.0.kind"),
        ({"key": "five"}, "further.0.kind"),
        ("junk", "further.0"),
    ],
)
def test_points_at_the_mistake(rule: object, path: str) -> None:
    problems = find_problems(make.rules_with("shoes", further=[rule]))
    assert [problem.path for problem in problems][:1] == [path]


def test_a_rule_names_its_friends_and_an_entry_needs_a_draw() -> None:
    entry = {"key": "more", "whom": "advocate", "kind": "draw_entry"}
    rules = make.gift_rules("cup", further=[entry, five("cup"), five("cup")])

    paths = [problem.path for problem in find_problems(rules)]
    assert paths == ["further.0.friends", "further.0.kind", "further.2.key"]


def test_rules_without_them_read_as_before() -> None:
    assert read_rules(make.rules_with("shoes")).further == ()


def test_an_invitation_after_the_last_day_welcomes_nobody() -> None:
    advocate, campaign = make.member(), live(welcome)
    referral = make.invite(advocate, campaign)
    make.certify(referral.invitee)
    late = referral.expires_at + timedelta(seconds=1)

    recheck_referrals(member_id=referral.invitee_id, happened_at=late, now=late)
    assert not Reward.objects.exists()
