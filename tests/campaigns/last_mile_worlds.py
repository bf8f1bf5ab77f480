"""Campaigns that keep a unit for whoever is one friend short."""

from datetime import datetime
from typing import Any

from accounts.models import Member
from campaigns.models import Campaign, Reservation, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.reserving import reserve_units
from campaigns.operations.rewards import assess_reward
from tests.factories import campaigns as make

HALF = {"hours": 48, "percent": 50}


def keeping(*, gift: int = 2, stock: int = 5, last_mile: Any = HALF, **changes: Any) -> Campaign:
    return make.live(gift=gift, stock=stock, last_mile=last_mile, **changes)


def short_by_one(campaign: Campaign, *, friends: int = 2) -> Member:
    """An advocate whom one friend more brings to her gift; nothing is kept yet."""
    advocate = make.member()
    make.qualify(advocate, campaign, friends=friends)
    return advocate


def keep(advocate: Member, campaign: Campaign, *, now: datetime = make.NOW) -> Reservation | None:
    reserve_units(campaign_id=campaign.pk, advocate_id=advocate.pk, now=now)
    return Reservation.objects.filter(campaign=campaign, advocate=advocate).first()


def kept(campaign: Campaign) -> tuple[Member, Reservation]:
    advocate = short_by_one(campaign)
    found = keep(advocate, campaign)
    assert found is not None and found.state == "open"
    return advocate, found


def arrive(advocate: Member, campaign: Campaign) -> Reward:
    """The last friend comes; the reward is approved."""
    make.verify(make.invite(advocate, campaign))
    return assess_reward(reward_id=Reward.objects.get(beneficiary=advocate).pk, now=make.NOW)


def claim(reward: Reward) -> Reward:
    return claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)
