"""Campaigns in which somebody's friend is reversed."""

from typing import Any

from django.utils import timezone

from accounts.models import Member
from campaigns.models import Campaign, Referral, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.reversing import reverse_credit
from campaigns.operations.rewards import assess_due_rewards
from campaigns.queries.replay import replay_campaign
from common.registries import reconcile_checks
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make

WHY = "Counted for the wrong event."
DRAW = {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 2}


def lived(*, friends: int = 2, **options: Any) -> tuple[Campaign, Member, list[Referral]]:
    """A reward for two friends; each is certified by the desk, and every job has run."""
    campaign, advocate = make.live(**({"threshold": 2} | options)), make.member()
    found = [add_friend(advocate, campaign) for _ in range(friends)]
    assess_due_rewards(now=make.NOW)
    return campaign, advocate, found


def add_friend(advocate: Member, campaign: Campaign) -> Referral:
    referral = make.invite(advocate, campaign)
    approve(referral.invitee)
    run_jobs()
    return Referral.objects.get(pk=referral.pk)


def reverse(referral: Referral, **changes: Any) -> Referral:
    actor = changes.pop("actor", None) or make.manager_of(referral.campaign.brand)
    # Later than what the friends have shown, and before what jobs do about it, which go by the clock.
    options: dict[str, Any] = {"reason": WHY, "now": timezone.now()} | changes
    return reverse_credit(actor=actor, referral_id=referral.pk, **options)


def claim(advocate: Member) -> Reward:
    reward = Reward.objects.filter(beneficiary=advocate, state="approved").get()
    claimed = claim_reward(actor=advocate, reward_id=reward.pk, now=make.NOW)
    run_jobs()
    return claimed


def problems(campaign: Campaign) -> list[str]:
    """What the ledgers say otherwise than one another, or than the news."""
    broken = [line for check in reconcile_checks for line in check.run()]
    return broken + replay_campaign(campaign.pk)
