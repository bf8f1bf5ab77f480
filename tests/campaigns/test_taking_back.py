"""What was given for a friend who stops counting: taken back before it is accepted, kept afterwards."""

import pytest

from accounts.models import Member
from campaigns.models import Budget, Campaign, Decision, DrawEntry, Promise, Referral, Reward, RiskCase
from campaigns.models.draw import DrawSlice, DrawTicket
from campaigns.operations.draws.standing import settle_open_draws
from campaigns.operations.risk import appeal_case, confirm_case, release_case
from campaigns.operations.taking_back import earn_again_due, take_back_behind
from campaigns.queries.rewards import own_rewards
from gifts.models import Gift, StockBalance
from gifts.operations import accept_gift
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.reversal_worlds import DRAW, add_friend, claim, lived, problems, reverse
from tests.factories import campaigns as make
from tests.factories.gifts import address, item

pytestmark = pytest.mark.django_db


def units() -> tuple[int, int]:
    """Spent of the campaign's share, reserved on the shelf."""
    spent = sum(Budget.objects.values_list("spent_units", flat=True))
    return spent, sum(StockBalance.objects.values_list("reserved", flat=True))


def last_word(reward: Reward) -> str:
    return Decision.objects.filter(reward=reward).order_by("-pk")[0].code


def take_away(referral: Referral) -> None:
    reverse(referral)
    run_jobs()


def offered() -> tuple[Campaign, Member, list[Referral], Reward]:
    campaign, advocate, friends = lived(gift=1, stock=1)
    return campaign, advocate, friends, claim(advocate)


def test_an_offered_gift_goes_back_to_the_shelf_and_to_the_campaigns_share() -> None:
    campaign, advocate, friends, reward = offered()
    assert units() == (1, 1)

    take_away(friends[0])

    reward.refresh_from_db()
    assert (reward.state, Gift.objects.get().state) == ("clawed_back", "expired")
    assert units() == (0, 0)
    assert last_word(reward) == "taken-back"
    shown = own_rewards(campaign_id=campaign.pk, member_id=advocate.pk, title=campaign.title)
    assert shown[0].reason.startswith("Taken back before it was accepted")
    assert FactRow.objects.get(kind="campaigns.reward-taken-back").payload["reward_id"] == reward.pk
    assert problems(campaign) == []


def test_its_promise_ends_with_a_reason_that_names_nobody() -> None:
    _campaign, _advocate, friends, _reward = offered()
    take_away(friends[0])

    promise = Promise.objects.get(kind="gift")
    assert (promise.state, promise.public_reason) == ("declined", "friends-not-counted")


def test_the_unit_is_there_for_whoever_waits_for_one() -> None:
    campaign, _advocate, friends, _reward = offered()
    second = make.member()
    for _ in range(2):
        add_friend(second, campaign)
    take_away(friends[0])

    assert claim(second).state == "granted"
    assert problems(campaign) == []


def test_what_was_accepted_stays_and_is_written_down_once() -> None:
    campaign, advocate, friends, reward = offered()
    accept_gift(actor=advocate, gift_id=reward.gift_id or 0, address=address(), now=make.NOW)
    take_away(friends[0])
    take_back_behind(campaign_id=campaign.pk, invitee_id=friends[0].invitee_id, now=make.NOW)

    reward.refresh_from_db()
    assert (reward.state, Gift.objects.get().state) == ("granted", "accepted")
    assert Decision.objects.filter(reward=reward, code="kept-all-the-same").count() == 1
    assert units() == (1, 1)


def test_what_others_earn_is_left_alone() -> None:
    campaign, advocate, friends = lived(friends=3, gift=1)
    reward = claim(advocate)
    take_away(friends[0])

    reward.refresh_from_db()
    assert reward.state == "granted"
    assert problems(campaign) == []


def test_a_refused_friend_takes_it_back_too() -> None:
    campaign, _advocate, _friends, reward = offered()
    case = make.risk_case(campaign, 0, "held")
    confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="One person.", now=make.NOW)
    run_jobs()

    reward.refresh_from_db()
    assert (reward.state, units()) == ("clawed_back", (0, 0))


def test_it_is_earned_again_when_another_friend_counts() -> None:
    campaign, advocate, friends, reward = offered()
    take_away(friends[0])
    assert earn_again_due(now=make.NOW) == 0

    add_friend(advocate, campaign)
    assert (earn_again_due(now=make.NOW), earn_again_due(now=make.NOW)) == (1, 0)
    run_jobs()

    again = Reward.objects.exclude(pk=reward.pk).get()
    assert (again.occurrence_key, again.state) == ("threshold:1+", "approved")
    assert claim(advocate).state == "granted"
    assert units() == (1, 1)
    assert problems(campaign) == []


def test_it_can_be_taken_back_and_earned_more_than_once() -> None:
    campaign, advocate, friends, _reward = offered()
    take_away(friends[0])
    third = add_friend(advocate, campaign)
    earn_again_due(now=make.NOW)
    run_jobs()
    claim(advocate)
    take_away(third)
    add_friend(advocate, campaign)

    assert earn_again_due(now=make.NOW) == 1
    assert list(Reward.objects.order_by("pk").values_list("occurrence_key", flat=True)) == [
        "threshold:1",
        "threshold:1+",
        "threshold:1++",
    ]
    assert problems(campaign) == []


def test_a_granted_objection_earns_it_again() -> None:
    campaign, advocate, friends, _reward = offered()
    take_away(friends[0])
    case = RiskCase.objects.get(referral=friends[0])
    appeal_case(actor=advocate, case_id=case.pk, text="We came together.", now=make.NOW)
    assert earn_again_due(now=make.NOW) == 0

    release_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="Right.", now=make.NOW)
    run_jobs()
    assert earn_again_due(now=make.NOW) == 1
    assert problems(campaign) == []


def test_a_stopped_brand_gives_nothing_again() -> None:
    campaign, advocate, friends, _reward = offered()
    take_away(friends[0])
    add_friend(advocate, campaign)
    type(campaign.brand).objects.filter(pk=campaign.brand_id).update(
        stopped_at=make.NOW, stop_reason="Mistake."
    )
    assert earn_again_due(now=make.NOW) == 0


def test_the_friends_own_welcome_goes_with_her() -> None:
    owner = make.brand()
    pen = item(stock=9, brand_ref=owner.scope).public_id
    further = [{"key": "hello", "whom": "invitee", "kind": "gift", "item": pen, "quantity": 9}]
    campaign, _advocate, friends = lived(of=owner, gift=5, further=further)
    hers = claim(friends[0].invitee)
    take_away(friends[0])

    hers.refresh_from_db()
    assert hers.state == "clawed_back"
    assert problems(campaign) == []


def test_a_ticket_leaves_the_open_drum_and_comes_back() -> None:
    campaign, advocate, friends = lived(reward=DRAW)
    take_away(friends[0])
    assert DrawTicket.objects.get().left_out_code == "friends-not-counted"
    assert last_word(Reward.objects.get()) == "entry-out"
    assert problems(campaign) == []

    add_friend(advocate, campaign)
    assert settle_open_draws(now=make.NOW) == 1
    assert DrawTicket.objects.get().left_out_code == ""
    assert last_word(Reward.objects.get()) == "entry-back"
    assert problems(campaign) == []


def test_an_entry_stays_while_other_friends_earn_something_of_it() -> None:
    campaign, _advocate, friends = lived(friends=4, reward=DRAW)
    take_away(friends[0])

    assert DrawEntry.objects.get().excluded_code == ""
    assert set(Reward.objects.values_list("state", flat=True)) == {"granted"}
    assert problems(campaign) == []


def test_a_frozen_list_keeps_its_ticket() -> None:
    _campaign, _advocate, friends = lived(reward=DRAW)
    DrawSlice.objects.update(is_open=False)
    take_away(friends[0])

    assert DrawTicket.objects.get().left_out_code == ""
    assert last_word(Reward.objects.get()) == "granted"
