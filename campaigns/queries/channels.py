"""What the platforms' packs say about a campaign, and how each channel does. Each question says its cost."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from campaigns.channel_packs import TIES, Finding, compile_campaign
from campaigns.models import (
    AccountCall,
    Attribution,
    Campaign,
    MessagePermission,
    Referral,
    SceneCode,
    ShareLink,
    Touch,
)
from campaigns.risk_states import APPROVED
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


def permissions_left(persons: Iterable[str], *, template: str) -> dict[str, int]:
    """{person index: messages that may still be sent}; who permits none is missing. One statement."""
    rows = MessagePermission.objects.filter(person_index__in=set(persons), template=template, left__gt=0)
    return dict(rows.values_list("person_index", "left"))


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
    approved = Counter[str]()
    for (channel, _state, is_approved), count in friends.items():
        approved[channel] += count * is_approved
    return [
        ChannelLine(
            channel=channel,
            tie=Tie(TIES[channel]),
            links=links[channel],
            visitors=visitors.get(channel, 0),
            registered=_sum(friends, channel, ReferralState.values),
            qualified=_sum(friends, channel, QUALIFIED_REFERRALS),
            approved=approved[channel],
        )
        for channel in Channel
        if channel in links
    ]


def scene_address(code: str, *, now: datetime) -> str:
    """What the code says that leads to our account with an invitation; '' without one. One statement."""
    rows = SceneCode.objects.filter(link__code=code, good_until__gt=now)
    return rows.values_list("address", flat=True).first() or ""


def scans_of(campaign: Campaign) -> int:
    """How often such codes were scanned. One statement."""
    return AccountCall.objects.filter(link__campaign=campaign).count()


def _counted(rows: QuerySet[Any, Any], field: str) -> dict[str, int]:
    return dict(rows.annotate(count=Count(field, distinct=True)).order_by())


Friends = Mapping[tuple[str, str, bool], int]


def _friends(campaign: Campaign) -> Friends:
    """(channel, state of the referral, whether nothing stands against it) to friends."""
    newer = Attribution.objects.filter(
        campaign=campaign, invitee=OuterRef("invitee"), revision__gt=OuterRef("revision")
    )
    referral = Referral.objects.filter(campaign=campaign, invitee=OuterRef("invitee"))
    approved = referral.filter(risk__state__in=APPROVED)
    rows = (
        Attribution.objects.filter(~Exists(newer), campaign=campaign)
        .annotate(
            state=Subquery(referral.values("state")[:1]),
            channel=F("link__channel"),
            is_approved=Exists(approved),
        )
        .values_list("channel", "state", "is_approved")
        .annotate(count=Count("id"))
        .order_by()
    )
    return {(channel, state, is_fine): count for channel, state, is_fine, count in rows if state}


def _sum(friends: Friends, channel: str, states: Iterable[str]) -> int:
    return sum(friends.get((channel, state, is_fine), 0) for state in states for is_fine in (True, False))
