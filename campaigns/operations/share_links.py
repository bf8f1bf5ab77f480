"""A member's own invitation to a campaign."""

from datetime import datetime

from django.db import transaction

from campaigns import errors, rules
from campaigns.facts import ShareLinkMade
from campaigns.models import Campaign, Progress, ShareLink
from campaigns.states import Channel
from common.access import Actor, allow
from common.errors import NotFound
from common.ids import new_code
from outbox.facts import record

CODE_LENGTH = 10
TRIES = 3


@transaction.atomic
def make_share_link(
    *, actor: Actor, campaign_id: int, channel: str = Channel.LINK, visitor_key: str = "", now: datetime
) -> ShareLink:
    """The member's link for this campaign and channel: the same one however often it is asked for.

    Raises: NotFound, NeedsSignIn, BadChannel, ChannelClosed, CampaignNotStarted, CampaignPaused,
    CampaignEnded.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.share-campaign", campaign)
    advocate_id = actor.pk
    if advocate_id is None:
        raise NotFound  # jobs invite nobody
    if channel not in Channel.values:
        raise errors.BadChannel(field="channel")
    mine = ShareLink.objects.filter(campaign=campaign, advocate_id=advocate_id, channel=channel)
    link = mine.first()
    if link is not None:
        return link
    rules.check_takes_referrals(
        state=campaign.state,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        now=now,
        is_stopped=campaign.brand.is_stopped,
    )
    if campaign.current is not None and channel not in campaign.current.rulebook.channels:
        raise errors.ChannelClosed(field="channel")
    Progress.objects.bulk_create(
        [Progress(campaign=campaign, advocate_id=advocate_id)], ignore_conflicts=True
    )
    # Two at once, or one code in 10^14 twice: the loser of the unique key reads the winner's row.
    for _try in range(TRIES):
        fresh = ShareLink(
            campaign=campaign,
            advocate_id=advocate_id,
            channel=channel,
            code=new_code(CODE_LENGTH),
            visitor_key=visitor_key[:80],
            created_at=now,
        )
        ShareLink.objects.bulk_create([fresh], ignore_conflicts=True)
        link = mine.first()
        if link is not None:
            if link.code == fresh.code:
                fact = ShareLinkMade(campaign_id=campaign.pk, advocate_id=advocate_id, code=link.code)
                record(fact, subject=link.code)
            return link
    raise NotFound
