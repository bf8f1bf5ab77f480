"""Friends who were there before the rules got better get them too, one advocate at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from campaigns import facts
from campaigns.models import CampaignVersion, Referral
from campaigns.operations.qualifying import (
    Locked,
    credited_to_somebody,
    has_left,
    lock_all,
    raise_again,
    settle_vouch,
    tell_if_one_short,
)
from campaigns.operations.rewards import grant_rewards, grant_welcome
from campaigns.rulebook import Rulebook
from campaigns.states import OPEN_REFERRALS, QUALIFYING_STATES, REPINNED_REFERRALS
from common.errors import Refused
from outbox.facts import record

ADVOCATES_AT_ONCE = 50


def repin_referrals(*, now: datetime, campaign_id: int | None = None) -> int:
    """Bring referrals of amended campaigns to the version in force; returns how many advocates had some.

    What is left to do is what the rows say, so repeating it, also side by side, changes nothing more. One
    transaction for each advocate.
    """
    found = _behind(campaign_id).values_list("campaign_id", "advocate_id").distinct()
    pairs = list(found.order_by("campaign_id", "advocate_id")[:ADVOCATES_AT_ONCE])
    for campaign, advocate in pairs:
        try:
            _repin_one(campaign, advocate, now=now)
        except Refused:
            continue  # somebody was faster with one of them; the next run looks again
    return len(pairs)


def _behind(campaign_id: int | None) -> QuerySet[Referral]:
    """Pinned to another version than the one in force, where that one followed a first one."""
    behind = Referral.objects.filter(
        credited_to_somebody(),
        campaign__state__in=QUALIFYING_STATES,
        campaign__current__supersedes__isnull=False,
        state__in=REPINNED_REFERRALS,
    ).exclude(pinned=F("campaign__current"))
    return behind if campaign_id is None else behind.filter(campaign_id=campaign_id)


@transaction.atomic
def _repin_one(campaign_id: int, advocate_id: int, *, now: datetime) -> None:
    """Raises: Stale."""
    mine = _behind(campaign_id).filter(advocate_id=advocate_id).order_by("pk")
    sharers = mine.filter(sharer__isnull=False).values_list("sharer_id", flat=True)
    locked = lock_all(campaign_id, {advocate_id, *sharers})
    # One who was being registered while the lock was waited for may be shared with somebody else again, whose
    # sum is not locked here: the next run looks at her.
    referrals = [
        each
        for each in mine.select_related("pinned", "campaign__current")
        if each.sharer_id is None or each.sharer_id in locked
    ]
    version = referrals[0].campaign.current if referrals else None
    if version is None:
        return
    rulebook = version.rulebook
    for referral in referrals:
        _repin(referral, version, rulebook, now=now)
        if referral.state in OPEN_REFERRALS and now < referral.expires_at:
            raise_again(referral, locked, now=now)
        settle_vouch(referral, locked, now=now)
    _give_what_is_earned(locked, referrals, rulebook, now=now)


def _repin(referral: Referral, version: CampaignVersion, rulebook: Rulebook, *, now: datetime) -> None:
    expires_at = referral.registered_at + timedelta(days=rulebook.window_days)
    referral.repin(version, expires_at=expires_at, now=now)
    fact = facts.ReferralAmended(
        campaign_id=referral.campaign_id,
        advocate_id=referral.advocate_id,
        invitee_id=referral.invitee_id,
        version_id=version.pk,
        occurred_at=now.isoformat(),
        look_again_at=_look_again(referral, rulebook, now=now),
    )
    record(fact, subject=referral.campaign.public_id)


def _look_again(referral: Referral, rulebook: Rulebook, *, now: datetime) -> str:
    """Only what is still to come: the rest is judged at once."""
    after = rulebook.looks_again_after
    if after is None or referral.qualified_at is not None or referral.registered_at + after <= now:
        return ""
    return (referral.registered_at + after).isoformat()


def _give_what_is_earned(
    locked: Locked, referrals: Sequence[Referral], rulebook: Rulebook, *, now: datetime
) -> None:
    """Fewer friends may be enough now, and who counts already gets what friends get from now on."""
    for advocate_id, progress in locked.items():
        causes = [each for each in referrals if advocate_id in (each.advocate_id, each.sharer_id)]
        if progress.credit_hundredths and causes and not has_left(progress, causes[-1]):
            grant_rewards(progress, rulebook=rulebook, cause=causes[-1], now=now)
            progress.save(update_fields=["rewards"])
            tell_if_one_short(progress, rulebook, subject=causes[-1].campaign.public_id)
    for referral in referrals:
        if referral.qualified_at is not None and referral.state in OPEN_REFERRALS:
            grant_welcome(referral, rulebook=rulebook, now=now)
