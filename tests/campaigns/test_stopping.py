"""One switch stops everything of a brand; one campaign pauses by itself when it is flooded."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Notification
from campaigns import errors
from campaigns.models import Brand, Budget, Campaign, Referral, Reward
from campaigns.operations.claims import claim_reward, take_slice
from campaigns.operations.lifecycle import resume_campaign
from campaigns.operations.pinning import attribute_referral
from campaigns.operations.rewards import assess_due_rewards, assess_reward, release_reward
from campaigns.operations.share_links import make_share_link
from campaigns.operations.stopping import restart_brand, sound_alarms, stop_brand
from common.access import SYSTEM
from common.clock import DbNow
from common.errors import NotFound
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def stop(brand: Brand, *, reason: str = "a wrong prize") -> Brand:
    return stop_brand(actor=SYSTEM, brand_id=brand.pk, reason=reason, now=make.NOW)


def test_stopping_needs_a_reason_and_repeating_changes_nothing() -> None:
    brand = make.brand()
    with pytest.raises(errors.ReasonMissing):
        stop(brand, reason=" ")
    assert [stop(brand).is_stopped for _ in range(2)] == [True, True]
    assert FactRow.objects.filter(kind="campaigns.brand-stopped").count() == 1
    restarted = [restart_brand(actor=SYSTEM, brand_id=brand.pk).is_stopped for _ in range(2)]
    assert restarted == [False, False]
    assert FactRow.objects.filter(kind="campaigns.brand-restarted").count() == 1


def test_nobody_comes_in_by_any_way_while_everything_is_stopped() -> None:
    advocate, campaign = make.member(), make.live()
    link = make.link_of(advocate, campaign)
    make.visit(link, visitor_key="before")
    stop(campaign.brand)

    with pytest.raises(errors.CampaignPaused):
        make.visit(link)
    with pytest.raises(errors.CampaignPaused):
        make_share_link(actor=make.member(), campaign_id=campaign.pk, now=make.NOW)
    with pytest.raises(errors.CampaignPaused):
        make.join(visitor_key=f"invitation:{link.code}")
    late = make.join()
    attribute_referral(member_id=late.pk, visitor_key="before", registered_at=make.NOW)
    make.join(visitor_key="before")
    assert not Referral.objects.exists()

    restart_brand(actor=SYSTEM, brand_id=campaign.brand_id)
    make.join(visitor_key="before")
    assert Referral.objects.count() == 1


def test_nothing_is_given_while_everything_is_stopped() -> None:
    campaign = make.live(gift=5)
    approved, earned = make.approved(make.member(), campaign), make.reward_of(make.member(), campaign)
    stop(campaign.brand)

    with pytest.raises(errors.CampaignPaused):
        claim_reward(actor=approved.beneficiary, reward_id=approved.pk, now=make.NOW)
    assert take_slice(campaign.pk, "claim") is None
    assert assess_reward(reward_id=earned.pk, now=make.NOW).state == "earned"
    assert assess_due_rewards(now=make.NOW) == 0
    with pytest.raises(errors.CampaignPaused):
        release_reward(actor=SYSTEM, reward_id=earned.pk, reason="fine", now=make.NOW)
    assert set(Budget.objects.values_list("spent_units", flat=True)) == {0}

    restart_brand(actor=SYSTEM, brand_id=campaign.brand_id)
    assert claim_reward(actor=approved.beneficiary, reward_id=approved.pk, now=make.NOW).gift_id


def test_other_brands_go_on() -> None:
    campaign = make.live()
    stop(make.brand())
    assert make.invite(make.member(), campaign)


def test_everybody_reads_why(client: Client) -> None:
    campaign = make.live()
    stop(campaign.brand)
    page = client.get(f"/campaigns/{campaign.slug}/").content.decode()
    assert "a wrong prize" in page
    assert "Paused" in page
    assert "Join to take part" not in page


def test_the_switch_is_in_the_admin_for_the_brands_own_managers(client: Client) -> None:
    brand = make.brand()
    path = f"/admin/campaigns/brand/{brand.pk}"
    client.force_login(make.manager_of(brand))
    assert "Stop everything now" in client.get(f"{path}/change/").content.decode()
    assert client.post(f"{path}/do/stop/", {"reason": "a wrong prize"}).status_code == 303
    assert Brand.objects.get(pk=brand.pk).stop_reason == "a wrong prize"
    assert client.post(f"{path}/do/restart/").status_code == 303
    client.force_login(make.manager_of(make.brand()))
    assert client.post(f"{path}/do/stop/", {"reason": "me too"}).status_code == 404
    with pytest.raises(NotFound):
        stop_brand(actor=make.manager_of(make.brand()), brand_id=brand.pk, reason="x", now=make.NOW)
    assert not Brand.objects.get(pk=brand.pk).is_stopped


# --- the alarm --------------------------------------------------------------------------------------


def flooded(friends: int, *, alarm: int) -> Any:
    campaign = make.live()
    Campaign.objects.filter(pk=campaign.pk).update(alarm_friends=alarm)
    advocate = make.member()
    for _ in range(friends):
        make.invite(advocate, campaign)
    Referral.objects.filter(campaign=campaign).update(registered_at=DbNow())  # however long the tests run
    return campaign


def test_too_many_friends_in_ten_minutes_pause_the_campaign_and_its_managers_are_told() -> None:
    campaign = flooded(4, alarm=3)
    manager = make.manager_of(campaign.brand)

    assert sound_alarms() == [campaign.pk]
    assert sound_alarms() == []
    run_jobs()

    paused = Campaign.objects.get(pk=campaign.pk)
    assert (paused.state, paused.public_reason) == ("paused", "velocity-alarm")
    assert Notification.objects.filter(kind="campaigns.alarm", member=manager).count() == 1


@pytest.mark.parametrize(("friends", "alarm"), [(3, 3), (4, 0)])
def test_no_alarm_below_the_number_or_without_one(friends: int, alarm: int) -> None:
    flooded(friends, alarm=alarm)
    assert sound_alarms() == []


def test_friends_of_before_do_not_count() -> None:
    flooded(4, alarm=3)
    Referral.objects.update(registered_at=make.NOW - timedelta(minutes=11))
    assert sound_alarms() == []


def test_who_had_joined_before_somebody_looked_does_not_sound_it_again() -> None:
    campaign = flooded(4, alarm=3)
    sound_alarms()
    resume_campaign(actor=make.manager_of(campaign.brand), campaign_id=campaign.pk)
    assert sound_alarms() == []

    Referral.objects.filter(campaign=campaign).update(registered_at=DbNow() + timedelta(seconds=1))
    assert sound_alarms() == [campaign.pk]


def test_the_page_says_why_in_words(client: Client) -> None:
    campaign = flooded(2, alarm=1)
    sound_alarms()
    page = client.get(f"/campaigns/{campaign.slug}/").content.decode()
    assert "Very many people joined in a short time." in page
    assert not Reward.objects.exists()
