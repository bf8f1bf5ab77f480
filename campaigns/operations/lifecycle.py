"""A published campaign's life: start, pause, resume, close, draw, settle, cancel, archive."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from campaigns import errors, facts
from campaigns.draw_states import DrawState
from campaigns.models import Campaign, Draw, Promise, Reward
from campaigns.operations.earmarking import let_go
from campaigns.operations.promises import (
    ALL_GIVEN,
    PRIZES_REF,
    break_for,
    deplete,
    find_promise,
    is_share_spent,
    keep,
)
from campaigns.operations.rewards import forgo_reward, promise_of
from campaigns.rulebook import read_rules
from campaigns.states import (
    UNKEPT_PROMISES,
    CampaignState,
    PromiseKind,
    PromiseState,
    RewardKind,
    RewardState,
)
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import Stale, Unavailable
from gifts.queries import offers_made
from outbox.facts import record

AT_ONCE = 50
CANCELLED = "campaign-cancelled"
NOT_CLAIMED = "not-claimed"


@transaction.atomic
def pause_campaign(*, actor: Actor, campaign_id: int, reason: str) -> Campaign:
    """Stop new touches, referrals and rewards at once; open referrals go on to qualify.

    Pausing a paused campaign changes nothing. Raises: NotFound, ReasonMissing, IllegalMove, Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.pause-campaign", campaign)
    if campaign.state == CampaignState.PAUSED:
        return campaign
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    campaign.pause(actor=actor, why=reason.strip()[:300])
    record(facts.CampaignPaused(campaign_id=campaign.pk), subject=campaign.public_id)
    return campaign


@transaction.atomic
def resume_campaign(*, actor: Actor, campaign_id: int) -> Campaign:
    """Go on; again changes nothing. Raises: NotFound, IllegalMove, Stale."""
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.resume-campaign", campaign)
    if campaign.state == CampaignState.LIVE:
        return campaign
    if campaign.state != CampaignState.PAUSED:
        raise errors.CampaignNotStarted if campaign.state == CampaignState.SCHEDULED else errors.CampaignEnded
    campaign.resume(actor=actor)
    record(facts.CampaignResumed(campaign_id=campaign.pk), subject=campaign.public_id)
    return campaign


@transaction.atomic
def close_campaign(*, actor: Actor, campaign_id: int, reason: str = "", now: datetime) -> Campaign:
    """No new referrals from here on; open ones may still qualify. Closing again changes nothing.

    Raises: NotFound, ReasonMissing (before the announced end), IllegalMove, Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.close-campaign", campaign)
    if campaign.state == CampaignState.CLOSING:
        return campaign
    if now < campaign.closes_at and not reason.strip():
        raise errors.ReasonMissing(field="reason")
    _close(campaign, actor=actor, why=reason.strip()[:300], now=now)
    return campaign


def _close(campaign: Campaign, *, actor: Actor, why: str, now: datetime) -> None:
    campaign.close(actor=actor, why=why, now=now)
    record(facts.CampaignClosed(campaign_id=campaign.pk), subject=campaign.public_id)


def begin_drawing(campaign: Campaign, *, actor: Actor) -> None:
    """The entries are frozen. Inside the draw operation's transaction, which has checked the actor."""
    if campaign.state != CampaignState.DRAWING:
        campaign.begin_drawing(actor=actor)


def begin_settling(campaign: Campaign, *, actor: Actor) -> None:
    """The winners are known. Inside the draw operation's transaction, which has checked the actor."""
    if campaign.state != CampaignState.SETTLING:
        campaign.begin_settling(actor=actor)


@transaction.atomic
def settle_campaign(*, actor: Actor, campaign_id: int, now: datetime) -> Campaign:
    """End a campaign whose promises have all come to an end; settling again changes nothing.

    Gifts that nobody claimed by ``settle_by`` are written off first, each with its reason: not claimed, or
    all had been given.

    Raises: NotFound, RewardsWaiting, PromisesOpen, Unavailable (gifts were offered this very moment),
    IllegalMove (a draw is due), Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.settle-campaign", campaign)
    if campaign.state in (CampaignState.SETTLED, CampaignState.ARCHIVED):
        return campaign
    if campaign.state == CampaignState.CLOSING and _has_board(campaign):
        raise errors.BoardOpen
    if campaign.state == CampaignState.CLOSING and not _has_draw(campaign):
        campaign.begin_settling(actor=actor)
    if now >= campaign.settle_by:
        _write_off_unclaimed(campaign, now=now)
    _check_settled(campaign)
    keep(find_promise(campaign_id=campaign.pk, kind=PromiseKind.PRIZES, ref=PRIZES_REF), now=now)
    campaign.settle(actor=actor, now=now)
    let_go(campaign)
    record(facts.CampaignSettled(campaign_id=campaign.pk), subject=campaign.public_id)
    return campaign


def _has_board(campaign: Campaign) -> bool:
    version = campaign.current
    return version is not None and read_rules(version.rules).board is not None


def _has_draw(campaign: Campaign) -> bool:
    version = campaign.current
    return version is not None and read_rules(version.rules).reward.kind == RewardKind.DRAW_ENTRY


def _write_off_unclaimed(campaign: Campaign, *, now: datetime) -> None:
    unclaimed = Reward.objects.filter(campaign=campaign, kind=RewardKind.GIFT, state=RewardState.APPROVED)
    for reward in unclaimed.order_by("id"):
        if is_share_spent(reward):
            deplete(promise_of(reward))
            forgo_reward(reward, why=ALL_GIVEN, now=now)
            continue
        forgo_reward(reward, why=NOT_CLAIMED, now=now)


def _check_settled(campaign: Campaign) -> None:
    waiting = Reward.objects.filter(
        campaign=campaign, state__in=[RewardState.EARNED, RewardState.HELD, RewardState.APPROVED]
    )
    if waiting.exists():
        raise errors.RewardsWaiting
    draw = Draw.objects.filter(campaign=campaign).exclude(state=DrawState.VOID).first()
    unkept = Promise.objects.filter(campaign=campaign, state__in=UNKEPT_PROMISES)
    if draw is None or draw.state == DrawState.COMPLETED:
        unkept = unkept.exclude(kind=PromiseKind.PRIZES)  # kept by settling
    count = unkept.count()
    if count:
        raise errors.PromisesOpen(count=count)
    _check_all_told(campaign, draw)


def _check_all_told(campaign: Campaign, draw: Draw | None) -> None:
    """Each offer makes a promise, by news that takes a moment: what is not told yet is not kept either."""
    offers = offers_made(draw.source) if draw else 0
    offers += Reward.objects.filter(campaign=campaign, gift__isnull=False).count()
    if Promise.objects.filter(campaign=campaign, kind=PromiseKind.GIFT).count() < offers:
        raise Unavailable


@transaction.atomic
def cancel_campaign(*, actor: Actor, campaign_id: int, reason: str) -> Campaign:
    """Call off a campaign that nobody could join yet; its announced promises are broken in public.

    Cancelling again changes nothing. Raises: NotFound, ReasonMissing, IllegalMove (it has begun), Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.cancel-campaign", campaign)
    if campaign.state == CampaignState.CANCELLED:
        return campaign
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    campaign.cancel(actor=actor, why=reason.strip()[:300])
    for promise in Promise.objects.filter(campaign=campaign, state=PromiseState.OPEN).order_by("id"):
        break_for(promise, actor=actor, why=CANCELLED)
    let_go(campaign)
    record(facts.CampaignCancelled(campaign_id=campaign.pk), subject=campaign.public_id)
    return campaign


@transaction.atomic
def archive_campaign(*, actor: Actor, campaign_id: int) -> Campaign:
    """Take a settled campaign off the lists; again changes nothing. Raises: NotFound, IllegalMove, Stale."""
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.archive-campaign", campaign)
    if campaign.state != CampaignState.ARCHIVED:
        campaign.archive(actor=actor)
    return campaign


def start_due_campaigns() -> int:
    """Start what is scheduled for now by the database's clock; returns how many."""
    due = Campaign.objects.filter(state=CampaignState.SCHEDULED, opens_at__lte=DbNow())
    return _each(due, _start)


def close_due_campaigns(*, now: datetime) -> int:
    """Close what has reached its end by the database's clock; returns how many.

    A late run leaks nothing: the window is also in the statement of every claim.
    """
    running = [CampaignState.LIVE, CampaignState.PAUSED]
    due = Campaign.objects.filter(state__in=running, closes_at__lte=DbNow())
    return _each(due, lambda campaign: _close(campaign, actor=SYSTEM, why="", now=now))


def _start(campaign: Campaign) -> None:
    campaign.start(actor=SYSTEM)
    record(facts.CampaignStarted(campaign_id=campaign.pk), subject=campaign.public_id)


def _each(campaigns: QuerySet[Campaign], act: Callable[[Campaign], None]) -> int:
    """One transaction per campaign; one that somebody else just moved is left to them."""
    moved = 0
    for campaign in campaigns.order_by("id")[:AT_ONCE]:
        try:
            with transaction.atomic():
                act(campaign)
        except Stale:
            continue
        moved += 1
    return moved
