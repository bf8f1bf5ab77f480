"""What the platforms' packs say about a campaign, and how each channel does. Each question says its cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from campaigns.channel_packs import TIES, Finding, compile_campaign
from campaigns.models import Attribution, Campaign, Referral, ShareLink, Touch
from campaigns.states import QUALIFIED_REFERRALS, Channel, ReferralState, Tie


@dataclass(frozen=True, kw_only=True)
class ChannelLine:
    """One step of the funnel after the other, of one channel; ``visitors`` are browsers."""

    channel: Channel
    tie: Tie
    links: int
    visitors: int
    registered: int
    qualified: int
    approved: int


def findings_of(campaign: Campaign) -> list[Finding]:
    """Of its draft: what would be published. No statement."""
    return compile_campaign(
        title=campaign.title, texts=campaign.draft_texts or {}, rules=campaign.draft_rules or {}
    )


def funnel_of(campaign: Campaign) -> list[ChannelLine]:
    """Channels that members have links for, in the order of the channels. Three statements.

    A friend counts for the channel of the invitation that the referral goes back to now, corrections
    included.
    """
    links = _counted(ShareLink.objects.filter(campaign=campaign).values_list("channel"), "id")
    touches = Touch.objects.filter(campaign=campaign).values_list("link__channel")
    visitors = _counted(touches, "visitor_key")
    friends = _friends(campaign)
    return [
        ChannelLine(
            channel=channel,
            tie=Tie(TIES[channel]),
            links=links[channel],
            visitors=visitors.get(channel, 0),
            registered=_sum(friends, channel, ReferralState.values),
            qualified=_sum(friends, channel, QUALIFIED_REFERRALS),
            approved=_sum(friends, channel, [ReferralState.APPROVED]),
        )
        for channel in Channel
        if channel in links
    ]


def _counted(rows: QuerySet[Any, Any], field: str) -> dict[str, int]:
    return dict(rows.annotate(count=Count(field, distinct=True)).order_by())


def _friends(campaign: Campaign) -> dict[tuple[str, str], int]:
    """(channel, state of the referral) to friends."""
    newer = Attribution.objects.filter(
        campaign=campaign, invitee=OuterRef("invitee"), revision__gt=OuterRef("revision")
    )
    referral = Referral.objects.filter(campaign=campaign, invitee=OuterRef("invitee"))
    rows = (
        Attribution.objects.filter(~Exists(newer), campaign=campaign)
        .annotate(state=Subquery(referral.values("state")[:1]), channel=F("link__channel"))
        .values_list("channel", "state")
        .annotate(count=Count("id"))
        .order_by()
    )
    return {(channel, state): count for channel, state, count in rows if state}


def _sum(friends: dict[tuple[str, str], int], channel: str, states: Iterable[str]) -> int:
    return sum(friends.get((channel, state), 0) for state in states)
