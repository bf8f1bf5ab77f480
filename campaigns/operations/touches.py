"""Somebody opened an invitation."""

from datetime import datetime

from django.db import transaction

from campaigns import errors, rules
from campaigns.models import ShareLink, Touch
from campaigns.states import TouchKind
from common.access import Actor, allow


def find_link(code: str) -> ShareLink:
    """The link with its campaign; codes are read aloud, so case and spaces don't matter.

    Raises: UnknownInvitation.
    """
    typed = "".join(code.split()).upper()
    link = ShareLink.objects.select_related("campaign__brand").filter(code=typed).first()
    if link is None:
        raise errors.UnknownInvitation
    return link


@transaction.atomic
def record_touch(
    *, actor: Actor, code: str, visitor_key: str, kind: str = TouchKind.CLICK, now: datetime
) -> Touch:
    """Remember that this browser came through this invitation. Each call is a touch of its own.

    Raises: UnknownInvitation (also for campaigns that nobody may see), InvitationWithdrawn,
    CampaignNotStarted, CampaignPaused, CampaignEnded, OwnInvitation.
    """
    allow(actor, "campaigns.open-invitation")
    link = find_link(code)
    campaign = link.campaign
    rules.check_takes_referrals(
        state=campaign.state, opens_at=campaign.opens_at, closes_at=campaign.closes_at, now=now
    )
    if link.withdrawn_at is not None:
        raise errors.InvitationWithdrawn
    if actor.pk is not None and actor.pk == link.advocate_id:
        raise errors.OwnInvitation
    touch = Touch(link=link, campaign=campaign, visitor_key=visitor_key[:80], kind=kind, occurred_at=now)
    touch.save(force_insert=True)
    return touch
