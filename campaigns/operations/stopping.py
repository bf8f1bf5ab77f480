"""The switch that stops everything of a brand at once, and the alarm that pauses one campaign by itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from campaigns import errors, facts
from campaigns.models import Brand, Campaign, Referral
from campaigns.operations.lifecycle import pause_campaign
from campaigns.states import CampaignState
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import NotFound, Refused
from outbox.facts import record

ALARM = "velocity-alarm"
ALARM_WITHIN = timedelta(minutes=10)


@transaction.atomic
def stop_brand(*, actor: Actor, brand_id: int, reason: str, now: datetime) -> Brand:
    """From this commit on nobody joins and nothing is given in any campaign of the brand.

    One row is written, and every statement that takes somebody in or gives something away looks at it.
    Stopping again changes nothing. Raises: NotFound, ReasonMissing.
    """
    brand = _brand(brand_id)
    allow(actor, "campaigns.stop-brand", brand)
    if brand.is_stopped:
        return brand
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    mine = Brand.objects.filter(pk=brand.pk, stopped_at__isnull=True)
    if mine.update(stopped_at=now, stop_reason=reason.strip()[:300]):
        record(facts.BrandStopped(brand_id=brand.pk, actor_id=actor.pk), subject=brand.public_id)
    return _brand(brand_id)


@transaction.atomic
def restart_brand(*, actor: Actor, brand_id: int) -> Brand:
    """Go on where everything stopped; again changes nothing. Raises: NotFound."""
    brand = _brand(brand_id)
    allow(actor, "campaigns.stop-brand", brand)
    if not brand.is_stopped:
        return brand
    if Brand.objects.filter(pk=brand.pk, stopped_at__isnull=False).update(stopped_at=None, stop_reason=""):
        record(facts.BrandRestarted(brand_id=brand.pk, actor_id=actor.pk), subject=brand.public_id)
    return _brand(brand_id)


def _brand(brand_id: int) -> Brand:
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None:
        raise NotFound
    return brand


def sound_alarms() -> list[int]:
    """Pause each live campaign that more friends than its alarm allows joined within ten minutes.

    By the database's clock; returns the campaigns' ids. Somebody has to look and resume; who had joined
    before that was looked at then.
    """
    unseen = Q(campaign__resumed_at__isnull=True) | Q(registered_at__gt=F("campaign__resumed_at"))
    recent = unseen & Q(registered_at__gt=DbNow() - ALARM_WITHIN)
    flooded = (
        Referral.objects.filter(recent, campaign__state=CampaignState.LIVE, campaign__alarm_friends__gt=0)
        .values("campaign_id")
        .annotate(friends=Count("pk"))
        .filter(friends__gt=F("campaign__alarm_friends"))
        .values_list("campaign_id", flat=True)
    )
    return [campaign_id for campaign_id in sorted(flooded) if _pause(campaign_id)]


def _pause(campaign_id: int) -> bool:
    try:
        with transaction.atomic():
            pause_campaign(actor=SYSTEM, campaign_id=campaign_id, reason=ALARM)
            subject = Campaign.objects.values_list("public_id", flat=True).get(pk=campaign_id)
            record(facts.AlarmSounded(campaign_id=campaign_id), subject=subject)
    except Refused:
        return False
    return True
