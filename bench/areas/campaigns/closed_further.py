"""Further ways to join or to be given something: by hand, by a word, out of what is kept, and by a draw."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accounts.models import Member
from campaigns.models import Campaign, Draw, Reward
from campaigns.operations.attributing import attribute_by_hand
from campaigns.operations.claims import claim_reward
from campaigns.operations.draws.freezing import call_draw, freeze_draw
from campaigns.operations.draws.publishing import offer_prizes, publish_draw
from campaigns.operations.draws.running import run_draw
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.reserving import reserve_units
from campaigns.operations.rewards import assess_reward
from campaigns.operations.vouching import give_vouch
from common.access import SYSTEM
from gifts.models import GiftOffer
from gifts.operations import decline_gift
from gifts.operations.answers import expire_offers
from tests.factories import campaigns as make

EASY: dict[str, Any] = {"requires": ["registered"], "credit": {"registered": 100}}
VOUCHING = {"days": 14, "credit": 20, "most": 9, "drop_days": 30, "floor": 50}
DAY = timedelta(days=1)
Case = tuple[Campaign, str, Callable[[], object]]


def further_cases() -> list[Case]:
    """(campaign, name, what is tried), each campaign in a world of its own."""
    return [_by_hand(), _by_word(), *_kept(), *_drawn()]


def _by_hand() -> Case:
    campaign, advocate, friend = make.live(**EASY), make.member(), make.join()
    make.link_of(advocate, campaign)
    return (
        campaign,
        "hand:attribute",
        lambda: attribute_by_hand(
            actor=SYSTEM,
            campaign_id=campaign.pk,
            invitee_handle=friend.handle,
            advocate_handle=advocate.handle,
            reason="told us",
            now=make.NOW,
        ),
    )


def _by_word() -> Case:
    campaign, advocate = make.live(vouching=VOUCHING, credit={"real_name": 100}), make.member()
    friend = make.invite(advocate, campaign)
    return campaign, "join:vouch", lambda: give_vouch(actor=advocate, referral_id=friend.pk)


def _kept() -> list[Case]:
    campaign = make.live(gift=20, stock=30, threshold=2, last_mile={"hours": 48, "percent": 50}, **EASY)
    short, ready = make.member(), make.member()
    _befriend(short, campaign)
    _befriend(ready, campaign)
    reserve_units(campaign_id=campaign.pk, advocate_id=ready.pk, now=make.NOW)
    _befriend(ready, campaign)
    reward = assess_reward(reward_id=Reward.objects.get(beneficiary=ready).pk, now=make.NOW)
    return [
        (
            campaign,
            "keep:unit",
            lambda: reserve_units(campaign_id=campaign.pk, advocate_id=short.pk, now=make.NOW),
        ),
        (
            campaign,
            "claim:kept-unit",
            lambda: claim_reward(actor=ready, reward_id=reward.pk, now=make.NOW),
        ),
    ]


def _befriend(advocate: Member, campaign: Campaign) -> None:
    friend = make.invite(advocate, campaign)
    recheck_referrals(member_id=friend.invitee_id, happened_at=make.NOW, now=make.NOW)


def _drawn() -> list[Case]:
    waiting, published, offered = (_entered() for _draw in range(3))
    for draw in (published, offered):
        _publish(draw)
    offer_prizes(draw_id=offered.pk, now=make.NOW)
    asked = GiftOffer.objects.filter(gift__line__source=offered.source).select_related("recipient")[0]
    return [
        (waiting.campaign, "call:draw", lambda: call_draw(actor=SYSTEM, campaign_id=waiting.campaign_id)),
        (waiting.campaign, "freeze:draw", lambda: freeze_draw(draw_id=waiting.pk)),
        (published.campaign, "offer:prizes", lambda: offer_prizes(draw_id=published.pk, now=make.NOW)),
        (
            offered.campaign,
            "next:after-a-no",
            lambda: decline_gift(actor=asked.recipient, gift_id=asked.gift_id, now=make.NOW),
        ),
        (offered.campaign, "next:after-silence", lambda: _let_run_out(asked)),
    ]


def _entered() -> Draw:
    """One more entry than there are prizes."""
    campaign = make.live(threshold=1, **EASY)
    for _advocate in range(4):
        advocate = make.member()
        _befriend(advocate, campaign)
        assess_reward(reward_id=Reward.objects.get(beneficiary=advocate).pk, now=make.NOW)
    return Draw.objects.select_related("campaign__brand").get(campaign=campaign)


def _publish(draw: Draw) -> None:
    make.in_state(draw.campaign, "closing", closed_at=make.NOW)
    freeze_draw(draw_id=draw.pk)
    run_draw(draw_id=draw.pk, now=make.NOW)
    publish_draw(draw_id=draw.pk, now=make.NOW)


def _let_run_out(offer: GiftOffer) -> int:
    GiftOffer.objects.filter(pk=offer.pk).update(offered_at=make.NOW - 9 * DAY, expires_at=make.NOW - DAY)
    return expire_offers(now=make.NOW)
