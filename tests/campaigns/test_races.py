"""What connections do to each other. SQLite has one writer at a time; the outcome must be the same."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from campaigns import errors
from campaigns.models import CampaignVersion, CreditEntry, Promise, Referral, Reward, ShareLink
from campaigns.models.draw import Draw, DrawTicket
from campaigns.operations.claims import claim_reward
from campaigns.operations.lifecycle import close_due_campaigns, pause_campaign, start_due_campaigns
from campaigns.operations.pinning import attribute_referral
from campaigns.operations.promises import mark_late_promises
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.rewards import assess_reward
from common.access import SYSTEM
from common.errors import Stale
from gifts.models import Gift
from tests.factories import campaigns as make
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def recheck(referral: Referral) -> Callable[[], int]:
    return lambda: recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)


def bugs(ends: list[Any]) -> list[BaseException]:
    return [end for end in ends if isinstance(end, BaseException)]


def test_third_and_fourth_friend_in_the_same_instant_earn_one_reward() -> None:
    advocate, campaign = make.member(), make.live()
    friends = [make.invite(advocate, campaign) for _ in range(4)]
    for referral in friends:
        make.certify(referral.invitee)
    for referral in friends[:2]:
        recheck(referral)()

    ends = race([recheck(friends[2]), recheck(friends[3])])

    assert ends == [1, 1]
    assert Reward.objects.count() == Promise.objects.filter(kind="reward").count() == 1
    counted = make.progress(advocate, campaign)
    assert (counted.qualified, counted.credit_hundredths, counted.rewards) == (4, 400, 1)


def test_nine_friends_at_once_earn_exactly_three() -> None:
    rule = {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 9}
    advocate, campaign = make.member(), make.live(reward=rule)
    friends = [make.invite(advocate, campaign) for _ in range(9)]
    for referral in friends:
        make.certify(referral.invitee)

    ends = race([recheck(referral) for referral in friends])

    assert bugs(ends) == []
    keys = sorted(Reward.objects.values_list("occurrence_key", flat=True))
    assert keys == ["threshold:1", "threshold:2", "threshold:3"]
    assert make.progress(advocate, campaign).credit_hundredths == 900


def test_the_same_news_from_four_sides_counts_once() -> None:
    advocate, campaign = make.member(), make.live()
    referral = make.invite(advocate, campaign)
    make.certify(referral.invitee)

    ends = race([recheck(referral) for _ in range(4)])

    assert Counter(ends) == {1: 1, 0: 3}
    assert CreditEntry.objects.count() == 1
    assert make.progress(advocate, campaign).credit_hundredths == 100


def test_a_registration_told_four_times_makes_one_referral() -> None:
    advocate, campaign = make.member(), make.live()
    make.visit(make.link_of(advocate, campaign))
    friend = make.member()

    ends = race(
        [
            lambda: attribute_referral(member_id=friend.pk, visitor_key=make.VISITOR, registered_at=make.NOW)
            for _ in range(4)
        ]
    )

    assert Counter(ends) == {1: 1, 0: 3}
    assert make.progress(advocate, campaign).registered == Referral.objects.count() == 1


def test_registrations_through_one_link_at_once_all_count() -> None:
    advocate, campaign = make.member(), make.live()
    link = make.link_of(advocate, campaign)
    for number in range(8):
        make.visit(link, visitor_key=f"visitor-{number}")

    ends = race([lambda n=number: make.join(visitor_key=f"visitor-{n}").pk for number in range(8)])  # type: ignore[misc]

    assert bugs(ends) == []
    assert make.progress(advocate, campaign).registered == 8


def test_publishing_from_four_sides_seals_one_version() -> None:
    campaign = make.draft()

    ends = race(
        [
            lambda: publish_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW).state
            for _ in range(4)
        ]
    )

    assert {type(end) for end in bugs(ends)} <= {Stale}
    assert "live" in ends
    assert CampaignVersion.objects.count() == Draw.objects.count() == 1
    assert Promise.objects.count() == 2


def test_a_link_asked_for_from_four_sides_is_one_link() -> None:
    advocate, campaign = make.member(), make.live()

    ends = race([lambda: make.link_of(advocate, campaign).code for _ in range(4)])

    assert len(set(ends)) == 1
    assert ShareLink.objects.count() == 1


def test_an_assessment_from_four_sides_enters_the_draw_once() -> None:
    reward = make.reward_of(make.member(), make.live())

    ends = race([lambda: assess_reward(reward_id=reward.pk, now=make.NOW).state for _ in range(4)])

    assert {type(end) for end in bugs(ends)} <= {Stale}
    assert DrawTicket.objects.count() == 1
    assert Reward.objects.get().state == "granted"


def test_eight_claims_on_two_gifts_give_two_and_refuse_six() -> None:
    campaign = make.live(gift=2, stock=5)
    rewards = [make.approved(make.member(), campaign) for _ in range(8)]

    ends = race([_claim(reward) for reward in rewards])

    refused = bugs(ends)
    assert len(refused) == 6
    assert {type(end) for end in refused} == {errors.AllGiven}
    assert Gift.objects.count() == 2
    assert Counter(Reward.objects.values_list("state", flat=True)) == {"granted": 2, "approved": 6}


def test_a_double_click_gives_one_gift_twice() -> None:
    reward = make.approved(make.member(), make.live(gift=3))

    ends = race([_claim(reward) for _ in range(6)])

    assert len(set(ends)) == 1
    assert bugs(ends) == []
    assert Gift.objects.count() == 1


def _claim(reward: Reward) -> Callable[[], int | None]:
    return lambda: claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW).gift_id


def test_a_pause_in_the_middle_of_claims_leaves_nothing_half_done() -> None:
    campaign = make.live(gift=6, stock=6)
    rewards = [make.approved(make.member(), campaign) for _ in range(6)]

    def stop() -> None:
        pause_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="kill switch")

    ends = race([*[_claim(reward) for reward in rewards], stop])

    assert {type(end) for end in bugs(ends)} <= {errors.CampaignPaused}
    assert Gift.objects.count() == Reward.objects.filter(state="granted").count()


def test_two_schedulers_start_close_and_mark_once() -> None:
    started, ending = make.scheduled(), make.live()
    make.in_state(started, "scheduled", opens_at=make.OPENS)
    make.in_state(ending, "live", closes_at=make.NOW, settle_by=make.NOW)
    Promise.objects.filter(campaign=ending).update(due_at=make.OPENS)

    starts = race([start_due_campaigns for _ in range(3)])
    closes = race([lambda: close_due_campaigns(now=make.NOW) for _ in range(3)])
    marks = race([lambda: mark_late_promises(now=make.NOW) for _ in range(3)])

    assert (sum(starts), sum(closes), sum(marks)) == (1, 1, 2)  # type: ignore[arg-type]
