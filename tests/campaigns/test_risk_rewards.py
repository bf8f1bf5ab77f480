"""A friend for whom nothing is given takes only her own credit away; everything else goes on."""

from datetime import timedelta

import pytest

from accounts.models import Member
from campaigns import errors
from campaigns.models import Brand, Campaign, Decision, Promise, Referral, Reward, RiskCase
from campaigns.operations.claims import claim_reward
from campaigns.operations.lifecycle import settle_campaign
from campaigns.operations.rewards import assess_due_rewards, free_reward
from campaigns.operations.risk import appeal_case, assess_referral, confirm_case, release_case
from common.access import SYSTEM
from common.clock import shift_clock
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=8)


def world(*, friends: int = 1, welcome: bool = False) -> tuple[Campaign, Member]:
    """A reward for one friend; so many count, and nobody has been looked at."""
    owner = make.brand()
    pen = gifts.item(stock=9, brand_ref=owner.scope).public_id
    further = [{"key": "hello", "whom": "invitee", "kind": "gift", "item": pen, "quantity": 9}]
    campaign = make.live(of=owner, gift=5, further=further if welcome else [], threshold=1)
    advocate = make.member()
    make.qualify(advocate, campaign, friends=friends)
    return campaign, advocate


def hold(campaign: Campaign, place: int = 0) -> RiskCase:
    """Before the rewards are looked at."""
    for referral in Referral.objects.filter(campaign=campaign).order_by("pk"):
        assess_referral(referral_id=referral.pk, now=make.NOW)
    return make.risk_case(campaign, place, "held")


def confirm(case: RiskCase) -> None:
    manager = make.manager_of(case.campaign.brand)
    confirm_case(actor=manager, case_id=case.pk, reason="One person.", now=make.NOW)


def uphold(case: RiskCase) -> None:
    confirm(case)
    advocate = case.referral.advocate
    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    confirm(case)


def main(advocate: Member) -> Reward:
    return Reward.objects.get(beneficiary=advocate)


def test_enough_other_friends_earn_it_as_soon_as_there_is_an_answer() -> None:
    campaign, advocate = world(friends=2)
    case = hold(campaign)
    run_jobs()
    assert (main(advocate).state, main(advocate).hold_code) == ("held", "risk")

    confirm(case)
    run_jobs()
    assert main(advocate).state == "approved"


def test_a_friend_who_comes_later_makes_up_for_it() -> None:
    campaign, advocate = world()
    case = hold(campaign)
    run_jobs()
    uphold(case)
    run_jobs()
    assess_due_rewards(now=LATER)
    assert main(advocate).state == "held"

    make.qualify(advocate, campaign, friends=1)
    run_jobs()
    assess_due_rewards(now=make.NOW)
    assert main(advocate).state == "approved"


def test_after_the_end_what_is_not_covered_is_given_up_and_the_campaign_settles() -> None:
    campaign, advocate = world()
    case = hold(campaign)
    run_jobs()
    uphold(case)
    make.in_state(campaign, "closing", closed_at=make.NOW)
    with pytest.raises(errors.RewardsWaiting):
        settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW)

    assess_due_rewards(now=make.NOW)
    assert main(advocate).state == "cancelled"
    promise = Promise.objects.get(kind="reward")
    assert (promise.state, promise.bucket) == ("declined", "declined")
    last = Decision.objects.filter(reward=main(advocate)).order_by("-pk")[0]
    assert last.code == "friends-not-counted"
    settled = settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW)
    assert settled.state == "settled"


def test_what_was_confirmed_is_final_once_there_was_time_to_object() -> None:
    campaign, advocate = world()
    case = hold(campaign)
    run_jobs()
    confirm(case)
    make.in_state(campaign, "closing", closed_at=make.NOW)
    assess_due_rewards(now=make.NOW + timedelta(days=6))
    assert main(advocate).state == "held"
    assess_due_rewards(now=LATER)
    assert main(advocate).state == "cancelled"


def test_the_friend_herself_is_given_nothing_and_others_are() -> None:
    campaign, advocate = world(friends=2, welcome=True)
    case = hold(campaign)
    run_jobs()
    uphold(case)
    run_jobs()
    assess_due_rewards(now=make.NOW)

    other = Referral.objects.exclude(pk=case.referral_id).get(advocate=advocate)
    assert main(case.referral.invitee).state == "cancelled"
    assert main(other.invitee).state == "approved"
    assert main(advocate).state == "approved"


# --- what frees a reward ----------------------------------------------------------------------------


def released() -> tuple[Campaign, Reward]:
    """Nobody blocks it any more, and the news of it has not arrived yet."""
    campaign, advocate = world()
    case = hold(campaign)
    run_jobs()
    manager = make.manager_of(campaign.brand)
    release_case(actor=manager, case_id=case.pk, reason="Sisters.", now=make.NOW)
    return campaign, main(advocate)


def test_a_brand_that_is_stopped_frees_nothing_until_it_goes_on() -> None:
    campaign, reward = released()
    Brand.objects.filter(pk=campaign.brand_id).update(stopped_at=make.NOW)
    free_reward(reward_id=reward.pk, now=make.NOW)
    run_jobs()
    assess_due_rewards(now=make.NOW)
    assert Reward.objects.get(pk=reward.pk).state == "held"

    Brand.objects.filter(pk=campaign.brand_id).update(stopped_at=None)
    assess_due_rewards(now=make.NOW)
    assert Reward.objects.get(pk=reward.pk).state == "approved"


def test_a_pause_leaves_it_for_afterwards() -> None:
    campaign, reward = released()
    make.in_state(campaign, "paused")
    run_jobs()
    assess_due_rewards(now=make.NOW)
    assert Reward.objects.get(pk=reward.pk).state == "held"

    make.in_state(campaign, "live")
    assess_due_rewards(now=make.NOW)
    assert Reward.objects.get(pk=reward.pk).state == "approved"


def test_who_is_suspended_meanwhile_is_not_given_it_by_a_job() -> None:
    _campaign, reward = released()
    Member.objects.filter(pk=reward.beneficiary_id).update(state="suspended")
    free_reward(reward_id=reward.pk, now=make.NOW)
    assert Reward.objects.get(pk=reward.pk).state == "held"


# --- claiming ---------------------------------------------------------------------------------------


def test_what_was_approved_waits_too_when_a_friend_is_looked_at_later() -> None:
    campaign, advocate = world()
    run_jobs()
    reward = main(advocate)
    assert reward.state == "approved"
    for state in ("held", "confirmed"):
        case = make.risk_case(campaign, 0, state)
        with pytest.raises(errors.RewardOnHold):
            claim_reward(actor=advocate, reward_id=reward.pk, now=make.NOW)

    RiskCase.objects.filter(pk=case.pk).update(state="released")
    assert claim_reward(actor=advocate, reward_id=reward.pk, now=make.NOW).state == "granted"


def test_silence_decides_nothing() -> None:
    """A desk that does not answer in time neither pays nor refuses."""
    campaign, advocate = world()
    case = hold(campaign)
    run_jobs()
    assert case.answer_by is not None
    late = timedelta(days=20)
    assert make.NOW + late > case.answer_by

    shift_clock(late)
    assess_due_rewards(now=make.NOW + late)
    run_jobs()

    case.refresh_from_db()
    assert (case.state, main(advocate).state, main(advocate).hold_code) == ("held", "held", "risk")


def test_what_then_waits_for_oneself_says_so() -> None:
    campaign, advocate = world()
    case = hold(campaign)
    run_jobs()
    assess_due_rewards(now=make.NOW)
    assert main(advocate).hold_code == "risk"
    Member.objects.filter(pk=advocate.pk).update(state="suspended")
    release_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="Two people.", now=make.NOW)

    for _again in range(2):
        free_reward(reward_id=main(advocate).pk, now=make.NOW)

    reward = main(advocate)
    assert (reward.state, reward.hold_code) == ("held", "member-not-active")
    told = Decision.objects.filter(reward=reward).order_by("pk").values_list("code", flat=True)
    assert list(told)[-2:] == ["risk", "member-not-active"]
