"""While stock lasts."""

from datetime import timedelta

import pytest

from campaigns import errors
from campaigns.models import Budget, BudgetEntry, Promise, Reward
from campaigns.operations.claims import claim_reward, take_slice
from campaigns.rulebook import CLAIM
from common.clock import shift_clock
from common.errors import NotFound, Refused
from gifts import operations as gift_operations
from gifts.models import Gift, Item, StockBalance
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def claim(reward: Reward) -> Reward:
    return claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)


def nothing_given(reward: Reward) -> bool:
    reward.refresh_from_db()
    spent = sum(Budget.objects.values_list("spent_units", flat=True))
    reserved = sum(StockBalance.objects.values_list("reserved", flat=True))
    return not Gift.objects.exists() and (spent, reserved) == (0, 0) and reward.granted_at is None


def test_holds_the_gift_out_to_its_member() -> None:
    advocate = make.member()
    reward = claim(make.approved(advocate, make.live(gift=2)))

    gift = Gift.objects.get()
    assert (reward.state, reward.gift_id) == ("granted", gift.pk)
    assert (gift.recipient, gift.source) == (advocate, f"reward:{reward.public_id}")
    assert Promise.objects.get(kind="reward").state == "kept"
    assert BudgetEntry.objects.get().reward_id == reward.pk
    assert FactRow.objects.filter(kind="campaigns.reward-granted").count() == 1


def test_claiming_again_gives_the_same_gift() -> None:
    reward = claim(make.approved(make.member(), make.live(gift=2)))

    assert claim(reward).gift_id == reward.gift_id
    assert Gift.objects.count() == 1


def test_the_campaigns_own_share_is_the_limit_even_if_more_is_on_the_shelf() -> None:
    campaign = make.live(gift=1, stock=9)
    claim(make.approved(make.member(), campaign))
    second = make.approved(make.member(), campaign)

    with pytest.raises(errors.AllGiven):
        claim(second)

    second.refresh_from_db()
    assert (second.state, second.gift_id) == ("approved", None)
    assert Gift.objects.count() == 1


def test_an_empty_shelf_is_a_clear_refusal_and_the_reward_stays() -> None:
    campaign = make.live(gift=2)
    reward = make.approved(make.member(), campaign)
    StockBalance.objects.update(on_hand=0, earmarked=0)

    with pytest.raises(errors.AllGiven):
        claim(reward)
    assert nothing_given(reward)


def test_a_retired_item_is_a_clear_refusal() -> None:
    reward = make.approved(make.member(), make.live(gift=2))
    Item.objects.update(state="retired")

    with pytest.raises(errors.AllGiven):
        claim(reward)
    assert nothing_given(reward)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("paused", errors.CampaignPaused),
        ("settled", errors.CampaignEnded),
        ("archived", errors.CampaignEnded),
        ("scheduled", errors.NotClaimable),
        ("draft", errors.NotClaimable),
    ],
)
def test_a_campaign_that_does_not_run_gives_nothing(state: str, refusal: type[Refused]) -> None:
    campaign = make.live(gift=2)
    reward = make.approved(make.member(), campaign)
    make.in_state(campaign, state, settled_at=make.NOW)

    with pytest.raises(refusal):
        claim(reward)
    assert nothing_given(reward)


def test_a_closing_campaign_still_gives_what_was_earned() -> None:
    campaign = make.live(gift=2)
    reward = make.approved(make.member(), campaign)
    make.in_state(campaign, "closing")

    assert claim(reward).state == "granted"


@pytest.mark.parametrize(
    ("shift", "refusal"),
    [(timedelta(days=61), errors.CampaignEnded), (timedelta(days=-2), errors.CampaignNotStarted)],
)
def test_the_window_is_the_databases(shift: timedelta, refusal: type[Refused]) -> None:
    """The form was open while the time ran out; no worker has moved the campaign yet."""
    reward = make.approved(make.member(), make.live(gift=2))
    shift_clock(shift)

    with pytest.raises(refusal):
        claim(reward)
    assert nothing_given(reward)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [("earned", errors.NotClaimable), ("held", errors.RewardOnHold), ("cancelled", errors.NotClaimable)],
)
def test_only_an_approved_reward_is_given(state: str, refusal: type[Refused]) -> None:
    reward = make.approved(make.member(), make.live(gift=2))
    Reward.objects.update(state=state, hold_code="member-not-active")

    with pytest.raises(refusal):
        claim(Reward.objects.one(reward.pk))
    assert nothing_given(reward)


def test_a_draw_entry_is_not_claimed() -> None:
    reward = make.reward_of(make.member(), make.live())
    Reward.objects.update(state="approved", approved_at=make.NOW)

    with pytest.raises(errors.NotClaimable):
        claim(reward)


def test_somebody_else_learns_nothing() -> None:
    reward = make.approved(make.member(), make.live(gift=2))

    with pytest.raises(NotFound):
        claim_reward(actor=make.member(), reward_id=reward.pk, now=make.NOW)
    assert nothing_given(reward)


def test_a_no_makes_room_for_somebody_else() -> None:
    campaign = make.live(gift=1, stock=1)
    reward, waiting = (make.approved(make.member(), campaign) for _ in range(2))
    gift_id = claim(reward).gift_id
    assert gift_id
    gift_operations.decline_gift(actor=reward.beneficiary, gift_id=gift_id, now=make.NOW)
    run_jobs()

    assert claim(waiting).state == "granted"
    assert [entry.units for entry in BudgetEntry.objects.order_by("id")] == [1, -1, 1]


@pytest.mark.parametrize("shift", [timedelta(days=61), timedelta(days=-2)])
def test_the_campaigns_share_looks_at_the_clock_by_itself(shift: timedelta) -> None:
    """The shelf's statement would refuse too; neither wall leans on the other."""
    campaign = make.live(gift=2)
    shift_clock(shift)

    assert take_slice(campaign.pk, CLAIM) is None
