from datetime import timedelta

import pytest

from accounts.models import Member, RoleGrant
from campaigns import errors
from campaigns.models import Decision, Promise, Reward
from campaigns.models.draw import DrawTicket
from campaigns.operations.rewards import assess_due_rewards, assess_reward, cancel_reward, release_reward
from common.errors import IllegalMove, NotFound
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def held() -> Reward:
    advocate, campaign = make.member(), make.live()
    reward = make.reward_of(advocate, campaign)
    Member.objects.filter(pk=advocate.pk).update(state="suspended")
    return assess_reward(reward_id=reward.pk, now=make.NOW)


def test_approves_and_enters_the_draw_in_one_commit() -> None:
    reward = make.approved(make.member(), make.live())

    assert reward.state == "granted"
    assert DrawTicket.objects.get().reward_id == reward.pk
    assert Promise.objects.get(kind="reward").state == "kept"
    assert FactRow.objects.filter(kind="campaigns.reward-granted").count() == 1
    codes = Decision.objects.filter(reward=reward).order_by("id").values_list("code", flat=True)
    assert list(codes) == ["earned", "approved", "granted"]


def test_repeating_changes_nothing() -> None:
    reward = make.approved(make.member(), make.live())

    assess_reward(reward_id=reward.pk, now=make.NOW)

    assert DrawTicket.objects.count() == 1
    assert FactRow.objects.filter(kind="campaigns.reward-granted").count() == 1


def test_a_gift_is_approved_and_waits_for_its_claim() -> None:
    reward = make.approved(make.member(), make.live(gift=2))

    assert reward.state == "approved"
    assert Promise.objects.get(kind="reward").state == "open"


def test_nothing_is_decided_before_the_hold_is_over() -> None:
    campaign = make.live(hold_minutes=30)
    reward = make.reward_of(make.member(), campaign)

    assert assess_reward(reward_id=reward.pk, now=make.NOW + timedelta(minutes=29)).state == "earned"
    assert assess_reward(reward_id=reward.pk, now=make.NOW + timedelta(minutes=30)).state == "granted"


@pytest.mark.parametrize("state", ["paused", "drawing", "settling"])
def test_nothing_is_issued_while_the_campaign_does_not_run(state: str) -> None:
    campaign = make.live()
    reward = make.reward_of(make.member(), campaign)
    make.in_state(campaign, state)

    assert assess_reward(reward_id=reward.pk, now=make.NOW).state == "earned"
    assert assess_due_rewards(now=make.NOW) == 0
    assert not DrawTicket.objects.exists()


def test_what_a_pause_left_behind_is_assessed_afterwards() -> None:
    campaign = make.live()
    make.reward_of(make.member(), campaign)
    make.in_state(campaign, "paused")
    make.in_state(campaign, "live")

    assert assess_due_rewards(now=make.NOW) == 1
    assert Reward.objects.get().state == "granted"


def test_the_job_does_it_by_itself() -> None:
    make.reward_of(make.member(), make.live())

    run_jobs()

    assert Reward.objects.get().state == "granted"


def test_holds_with_a_reason_when_the_account_is_not_active() -> None:
    reward = held()

    assert (reward.state, reward.hold_code) == ("held", "member-not-active")
    assert Decision.objects.filter(reward=reward).latest("id").code == "member-not-active"
    assert not DrawTicket.objects.exists()


def test_holds_the_rewards_of_those_who_run_the_campaign() -> None:
    advocate, campaign = make.member(), make.live()
    reward = make.reward_of(advocate, campaign)
    RoleGrant.objects.create(member=advocate, role="manager", scope=campaign.brand.scope, granted_at=make.NOW)

    assert assess_reward(reward_id=reward.pk, now=make.NOW).hold_code == "staff-excluded"


def test_a_person_may_release_it_with_a_reason() -> None:
    reward = held()
    manager = make.manager_of(reward.campaign.brand)

    with pytest.raises(errors.ReasonMissing):
        release_reward(actor=manager, reward_id=reward.pk, reason=" ", now=make.NOW)
    released = release_reward(actor=manager, reward_id=reward.pk, reason="known to us", now=make.NOW)

    assert released.state == "granted"
    decision = Decision.objects.get(reward=reward, code="released")
    assert (decision.actor, decision.data) == (manager, {"reason": "known to us"})


def test_a_person_may_cancel_it_with_a_reason() -> None:
    reward = held()
    manager = make.manager_of(reward.campaign.brand)

    cancelled = cancel_reward(actor=manager, reward_id=reward.pk, reason="made-up friends", now=make.NOW)

    assert cancelled.state == "cancelled"
    promise = Promise.objects.get(kind="reward")
    assert (promise.state, promise.public_reason) == ("broken", "reward-cancelled")
    with pytest.raises(IllegalMove):
        release_reward(actor=manager, reward_id=reward.pk, reason="changed my mind", now=make.NOW)


def test_a_granted_reward_can_not_be_cancelled() -> None:
    reward = make.approved(make.member(), make.live())

    with pytest.raises(IllegalMove):
        cancel_reward(
            actor=make.manager_of(reward.campaign.brand), reward_id=reward.pk, reason="oops", now=make.NOW
        )
    assert Reward.objects.get().state == "granted"


def test_nothing_is_released_while_the_campaign_is_paused() -> None:
    reward = held()
    make.in_state(reward.campaign, "paused")

    with pytest.raises(errors.CampaignPaused):
        release_reward(
            actor=make.manager_of(reward.campaign.brand), reward_id=reward.pk, reason="ok", now=make.NOW
        )
    assert Reward.objects.get().state == "held"


@pytest.mark.parametrize("operation", [release_reward, cancel_reward])
def test_another_brands_manager_learns_nothing(operation: object) -> None:
    reward = held()

    with pytest.raises(NotFound):
        operation(actor=make.manager_of(make.brand()), reward_id=reward.pk, reason="ok", now=make.NOW)  # type: ignore[operator]
    assert Reward.objects.get().state == "held"
