"""Pause, resume, close, settle, cancel, archive; and what the clock does by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from campaigns import errors
from campaigns.models import Campaign, Promise, Reward
from campaigns.models.draw import Draw
from campaigns.operations.claims import claim_reward
from campaigns.operations.lifecycle import (
    archive_campaign,
    cancel_campaign,
    close_campaign,
    close_due_campaigns,
    pause_campaign,
    resume_campaign,
    settle_campaign,
    start_due_campaigns,
)
from common.access import SYSTEM, Actor
from common.clock import shift_clock
from common.errors import IllegalMove, NotFound, Unavailable
from outbox.models import AuditLine, FactRow
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def pause(campaign: Campaign, *, actor: Actor = SYSTEM, reason: str = "a wrong link") -> Campaign:
    return pause_campaign(actor=actor, campaign_id=campaign.pk, reason=reason)


def close(campaign: Campaign, *, reason: str = "all gifts are promised") -> Campaign:
    return close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason=reason, now=make.NOW)


def settle(campaign: Campaign, *, now: Any = make.NOW) -> Campaign:
    return settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=now)


def state_of(campaign: Campaign) -> str:
    return Campaign.objects.values_list("state", flat=True).get(pk=campaign.pk)


# --- pause ----------------------------------------------------------------------------------------


def test_pausing_and_resuming_again_changes_nothing() -> None:
    campaign = make.live()

    assert [pause(campaign).state for _ in range(2)] == ["paused", "paused"]
    assert Campaign.objects.get().public_reason == "a wrong link"
    resumed = [resume_campaign(actor=SYSTEM, campaign_id=campaign.pk).state for _ in range(2)]

    assert resumed == ["live", "live"]
    assert Campaign.objects.get().public_reason == ""
    assert FactRow.objects.filter(kind="campaigns.campaign-paused").count() == 1
    assert FactRow.objects.filter(kind="campaigns.campaign-resumed").count() == 1


def test_pausing_needs_a_reason_and_leaves_a_line_in_the_trail() -> None:
    campaign = make.live()
    manager = make.manager_of(campaign.brand)

    with pytest.raises(errors.ReasonMissing):
        pause(campaign, reason="  ")
    pause(campaign, actor=manager)

    line = AuditLine.objects.get(new_state="paused")
    assert (line.actor_id, line.why) == (manager.pk, "a wrong link")


@pytest.mark.parametrize("state", ["draft", "scheduled", "closing", "settled"])
def test_only_a_running_campaign_is_paused(state: str) -> None:
    campaign = make.in_state(make.live(), state, settled_at=make.NOW)

    with pytest.raises(IllegalMove):
        pause(campaign)
    assert state_of(campaign) == state


def test_what_ended_is_not_resumed() -> None:
    with pytest.raises(errors.CampaignEnded):
        resume_campaign(actor=SYSTEM, campaign_id=make.in_state(make.live(), "closing").pk)
    with pytest.raises(errors.CampaignNotStarted):
        resume_campaign(actor=SYSTEM, campaign_id=make.scheduled().pk)


# --- the clock ------------------------------------------------------------------------------------


def test_starts_what_is_scheduled_for_now() -> None:
    campaign = make.scheduled()
    assert start_due_campaigns() == 0

    shift_clock(timedelta(days=1, minutes=1))

    assert (start_due_campaigns(), start_due_campaigns()) == (1, 0)
    assert state_of(campaign) == "live"


@pytest.mark.parametrize("state", ["live", "paused"])
def test_closes_what_has_reached_its_end(state: str) -> None:
    campaign = make.in_state(make.live(), state)
    assert close_due_campaigns(now=make.NOW) == 0

    shift_clock(timedelta(days=30, minutes=1))

    assert (close_due_campaigns(now=make.NOW), close_due_campaigns(now=make.NOW)) == (1, 0)
    assert state_of(campaign) == "closing"
    assert FactRow.objects.filter(kind="campaigns.campaign-closed").count() == 1


# --- the end --------------------------------------------------------------------------------------


def test_closing_before_the_announced_end_needs_a_reason() -> None:
    campaign = make.live()

    with pytest.raises(errors.ReasonMissing):
        close(campaign, reason="")
    assert [close(campaign).state for _ in range(2)] == ["closing", "closing"]


def test_a_gift_campaign_settles_once_its_promises_have_ended() -> None:
    campaign = make.live(gift=2)
    close(campaign)

    assert [settle(campaign).state for _ in range(2)] == ["settled", "settled"]
    assert archive_campaign(actor=SYSTEM, campaign_id=campaign.pk).state == "archived"
    assert archive_campaign(actor=SYSTEM, campaign_id=campaign.pk).state == "archived"


def test_an_undecided_reward_keeps_a_campaign_open() -> None:
    campaign = make.live(gift=2)
    make.reward_of(make.member(), campaign)
    close(campaign)

    with pytest.raises(errors.RewardsWaiting):
        settle(campaign)
    assert state_of(campaign) == "closing"


def test_a_campaign_with_a_draw_is_not_settled_without_it() -> None:
    campaign = make.live()
    close(campaign)

    with pytest.raises(errors.PromisesOpen) as refused:
        settle(campaign)
    assert refused.value.text.startswith("2 ")
    assert state_of(campaign) == "closing"


def test_a_draw_that_nobody_entered_excuses_itself() -> None:
    from campaigns.operations.draws.freezing import freeze_draw

    campaign = make.live()
    close(campaign)
    freeze_draw(draw_id=Draw.objects.get().pk)
    run_jobs()

    assert Promise.objects.get(kind="draw").state == "declined"
    assert settle(campaign).state == "settled"
    assert Promise.objects.get(kind="prizes").state == "declined"


def test_a_draw_whose_prizes_have_not_been_offered_keeps_no_promise() -> None:
    from campaigns.operations.draws.freezing import call_draw

    campaign = make.live()
    make.approved(make.member(), campaign)
    close(campaign)
    call_draw(actor=SYSTEM, campaign_id=campaign.pk)
    for step in ("freeze", "run", "publish"):
        run_jobs(kinds=[f"campaigns.{step}-draw"])

    with pytest.raises(errors.PromisesOpen):
        settle(campaign)
    assert Promise.objects.get(kind="prizes").state == "open"


def test_waits_for_the_news_of_what_was_just_claimed() -> None:
    campaign = make.live(gift=1)
    reward = make.approved(make.member(), campaign)
    claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)
    close(campaign)

    with pytest.raises(Unavailable):
        settle(campaign)
    run_jobs()
    with pytest.raises(errors.PromisesOpen):
        settle(campaign)


def test_gifts_that_nobody_claimed_are_written_off_at_the_end() -> None:
    campaign = make.live(gift=2)
    make.approved(make.member(), campaign)
    close(campaign)
    with pytest.raises(errors.RewardsWaiting):
        settle(campaign)

    assert settle(campaign, now=make.SETTLE_BY).state == "settled"

    assert Reward.objects.get().state == "cancelled"
    promise = Promise.objects.get(kind="reward")
    assert (promise.state, promise.public_reason) == ("declined", "not-claimed")


def test_cancelling_breaks_what_was_announced_in_public() -> None:
    campaign = make.scheduled()

    with pytest.raises(errors.ReasonMissing):
        cancel_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="")
    for _ in range(2):
        cancel_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="the bus company closed")

    assert state_of(campaign) == "cancelled"
    assert set(Promise.objects.values_list("state", flat=True)) == {"broken"}


@pytest.mark.parametrize("state", ["live", "paused", "closing", "settling"])
def test_what_began_is_not_cancelled(state: str) -> None:
    campaign = make.in_state(make.live(), state)

    with pytest.raises(IllegalMove):
        cancel_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="no")
    assert state_of(campaign) == state


@pytest.mark.parametrize(
    "operation", [pause_campaign, resume_campaign, close_campaign, settle_campaign, cancel_campaign]
)
def test_another_brands_manager_changes_nothing(operation: Any) -> None:
    campaign = make.live()
    arguments: dict[str, Any] = {"actor": make.manager_of(make.brand()), "campaign_id": campaign.pk}
    if operation in (close_campaign, settle_campaign):
        arguments["now"] = make.NOW
    if operation in (pause_campaign, cancel_campaign, close_campaign):
        arguments["reason"] = "because"

    with pytest.raises(NotFound):
        operation(**arguments)
    assert state_of(campaign) == "live"


# --- what stays to be seen ------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "promises/", "draw/"])
def test_what_was_announced_can_be_looked_up_for_good(client: Client, page: str) -> None:
    called_off = make.scheduled()
    cancel_campaign(actor=SYSTEM, campaign_id=called_off.pk, reason="no shoes came")
    archived = make.in_state(make.live(), "archived", settled_at=make.NOW)

    for campaign in (called_off, archived):
        assert client.get(f"/campaigns/{campaign.slug}/{page}").status_code == 200
        assert campaign.slug not in client.get("/campaigns/").content.decode()


def test_a_draft_that_was_called_off_stays_unseen(client: Client) -> None:
    draft = make.draft()
    cancel_campaign(actor=SYSTEM, campaign_id=draft.pk, reason="no")

    assert client.get(f"/campaigns/{draft.slug}/").status_code == 404
