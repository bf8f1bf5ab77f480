"""Promised while stock lasts, and all have been given: nobody is late, nothing is "declined"."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from campaigns import errors
from campaigns.models import Campaign, Decision, Promise, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.gift_news import GiftNews, follow_gift
from campaigns.operations.lifecycle import close_campaign, settle_campaign
from campaigns.operations.promises import mark_late_promises
from campaigns.queries.promises import promise_counts, promises_of
from campaigns.queries.replay import replay_campaign
from campaigns.sentences import explain_reward
from common.access import SYSTEM
from common.clock import shift_clock
from gifts.operations import expire_offers
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
DUE = timedelta(days=40)


def one_gift_two_earners(**options: int) -> tuple[Campaign, Reward, Reward]:
    """The first has the gift; the second came too late."""
    campaign = make.live(gift=1, stock=1, **options)
    first, second = (make.approved(make.member(), campaign) for _ in range(2))
    claim(first)
    with pytest.raises(errors.AllGiven):
        claim(second)
    return campaign, first, Reward.objects.get(pk=second.pk)


def claim(reward: Reward) -> Reward:
    return claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)


def promise_of(reward: Reward) -> Promise:
    return Promise.objects.get(ref=reward.public_id)


def settle(campaign: Campaign) -> None:
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="enough", now=make.NOW)
    settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.SETTLE_BY)


def deliver(reward: Reward) -> None:
    assert reward.gift_id
    follow_gift(
        news=GiftNews.DELIVERED,
        gift_id=reward.gift_id,
        source=reward.source,
        recipient_id=reward.beneficiary_id,
        occurred_at=make.NOW,
        now=make.NOW,
    )


def test_nobody_is_late_once_all_have_been_given() -> None:
    campaign, _first, second = one_gift_two_earners()
    shift_clock(DUE)

    assert (mark_late_promises(now=make.NOW), mark_late_promises(now=make.NOW)) == (1, 0)

    assert (promise_of(second).state, promise_of(second).late_at) == ("depleted", None)
    counts = promise_counts(campaign_id=campaign.pk)
    assert (counts.depleted, counts.overdue, counts.score_bp) == (1, 0, 10_000)
    assert second.state == "approved"


def test_what_can_still_be_claimed_is_late() -> None:
    reward = make.approved(make.member(), make.live(gift=2))
    shift_clock(DUE)

    mark_late_promises(now=make.NOW)

    assert promise_of(reward).state == "late"


def test_a_unit_that_comes_back_is_given_after_all_and_in_time() -> None:
    campaign, _first, second = one_gift_two_earners()
    shift_clock(DUE)
    mark_late_promises(now=make.NOW)
    expire_offers(now=make.NOW)
    run_jobs()

    claim_reward(actor=second.beneficiary, reward_id=second.pk, now=make.NOW + DUE)

    kept = promise_of(second)
    assert (kept.state, kept.late_at, kept.public_reason) == ("kept", None, "")
    assert promise_counts(campaign_id=campaign.pk).depleted == 0


def test_at_the_end_it_says_that_all_had_been_given() -> None:
    campaign, first, second = one_gift_two_earners()
    deliver(Reward.objects.get(pk=first.pk))

    settle(campaign)

    second = Reward.objects.get(pk=second.pk)
    assert second.state == "cancelled"
    told = Decision.objects.filter(reward=second).latest("pk")
    assert told.code == "all-given"
    assert explain_reward(told.code, told.data).startswith("All had been given while stock lasted.")
    assert (promise_of(second).state, promise_of(second).public_reason) == ("depleted", "all-given")
    counts = promise_counts(campaign_id=campaign.pk)
    assert (counts.declined, counts.depleted, counts.promised, counts.score_bp) == (0, 1, 3, 10_000)
    reasons = [line.reason for line in promises_of(campaign_id=campaign.pk)[0] if line.bucket == "depleted"]
    assert reasons == ["All had been given. It was promised while stock lasts, and was earned."]
    assert [line for line in replay_campaign(campaign.pk) if line.startswith("share")] == []


def test_who_did_not_claim_is_told_so() -> None:
    campaign = make.live(gift=2)
    reward = make.approved(make.member(), campaign)

    settle(campaign)

    told = Decision.objects.filter(reward=reward).latest("pk")
    assert (told.code, explain_reward(told.code, told.data)) == ("not-claimed", "Not claimed in time.")
    assert (promise_of(reward).state, promise_of(reward).public_reason) == ("declined", "not-claimed")


def test_the_public_page_says_it_in_both_languages(client: Client) -> None:
    campaign, _first, _second = one_gift_two_earners()
    shift_clock(DUE)
    mark_late_promises(now=make.NOW)
    path = f"/campaigns/{campaign.slug}/promises/"

    assert "1 was promised while stock lasts, and all had been given." in client.get(path).content.decode()
    with translation.override("zh-hans"):
        assert "已全部发完" in explain_reward("all-given", {})
    answer = client.get(f"/api/v1{path}").json()
    assert (answer["counts"]["depleted"], answer["counts"]["replaced"]) == (1, 0)
