"""Somebody opened an invitation."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from campaigns import errors, rules
from campaigns.channel_packs import is_neutral
from campaigns.channel_words import has_own_page
from campaigns.facts import InvitationOpened
from campaigns.models import CampaignVersion, ShareLink, Touch
from campaigns.queries.links import link_by_code
from campaigns.states import TouchKind
from campaigns.variant_rules import choose
from common.access import Actor, allow
from common.errors import TooMany
from common.limits import hit, network_of
from outbox.facts import record

# A browser that opens the same invitation again within this time has made one visit.
ONE_VISIT = timedelta(days=1)
# What one browser, and everybody behind one network address, may write down in an hour.
PER_BROWSER_PER_HOUR = 30
PER_NETWORK_PER_HOUR = 1000
_HOUR = 3600
# Of the address, as ``tag_rules.read_tags`` reads them.
Tags = Mapping[str, str] | None


def find_link(code: str) -> ShareLink:
    """The link with its campaign; codes are read aloud, so case and spaces don't matter.

    Raises: UnknownInvitation.
    """
    link = link_by_code(ShareLink.objects.select_related("campaign__brand", "campaign__current"), code)
    if link is None:
        raise errors.UnknownInvitation
    return link


@transaction.atomic
def record_touch(
    *,
    actor: Actor,
    code: str,
    visitor_key: str,
    kind: str = TouchKind.CLICK,
    tags: Tags = None,
    address: str = "",
    now: datetime,
) -> Touch:
    """Remember that this browser came through this invitation. Each call is a touch of its own.

    ``address``: the network address that asks, where a stranger does; it is only counted, hashed.

    Raises: UnknownInvitation (also for campaigns that nobody may see), InvitationWithdrawn,
    CampaignNotStarted, CampaignPaused, CampaignEnded, OwnInvitation, TooMany.
    """
    link = open_link(code, actor=actor, now=now)
    return write_touch(link, visitor_key=visitor_key, kind=kind, tags=tags, address=address, now=now)


@transaction.atomic
def open_invitation(
    *,
    actor: Actor,
    code: str,
    visitor_key: str | None,
    kind: str = TouchKind.CLICK,
    tags: Tags = None,
    address: str = "",
    now: datetime,
) -> Touch | None:
    """A look at an invitation's page: a touch, unless this browser's last one was here within a day.

    Without a ``visitor_key`` it only answers whether the invitation still counts. Past a limit nothing is
    written and nothing is refused: a flood must not hide the page from the people behind the same address.

    Raises: as ``record_touch``, but TooMany.
    """
    link = open_link(code, actor=actor, now=now)
    if not visitor_key:
        return None
    seen = Touch.objects.filter(visitor_key=visitor_key[:80], campaign=link.campaign)
    last = seen.order_by("-occurred_at", "-id").first()
    if last is not None and last.link_id == link.pk and last.occurred_at > now - ONE_VISIT:
        return last
    try:
        return write_touch(link, visitor_key=visitor_key, kind=kind, tags=tags, address=address, now=now)
    except TooMany:
        return None


def check_link(link: ShareLink, *, now: datetime) -> None:
    """Whether the invitation counts now. Raises: CampaignNotStarted, CampaignPaused, CampaignEnded,
    InvitationWithdrawn."""
    campaign = link.campaign
    rules.check_takes_referrals(
        state=campaign.state,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        now=now,
        is_stopped=campaign.brand.is_stopped,
    )
    if link.withdrawn_at is not None:
        raise errors.InvitationWithdrawn


def open_link(code: str, *, actor: Actor, now: datetime) -> ShareLink:
    """The link of an invitation that counts now, for whoever it is not. Raises: as ``record_touch``."""
    allow(actor, "campaigns.open-invitation")
    link = find_link(code)
    check_link(link, now=now)
    if actor.pk is not None and actor.pk == link.advocate_id:
        raise errors.OwnInvitation
    return link


@transaction.atomic
def write_touch(
    link: ShareLink, *, visitor_key: str, kind: str, tags: Tags = None, address: str = "", now: datetime
) -> Touch:
    """Of a link that has been checked. Raises: TooMany."""
    version = link.campaign.current
    touch = Touch(
        link=link,
        campaign=link.campaign,
        visitor_key=visitor_key[:80],
        variant=variant_shown(version, channel=link.channel, subject=visitor_key[:80]),
        came_under=version.number if version else 1,
        kind=kind,
        tags=tags,
        occurred_at=now,
    )
    touch.save(force_insert=True)
    record(InvitationOpened(touch_id=touch.pk, campaign_id=link.campaign_id), subject=link.campaign.public_id)
    if address:
        hit("touches-by-browser", touch.visitor_key, limit=PER_BROWSER_PER_HOUR, per_seconds=_HOUR)
        hit("touches-by-network", network_of(address), limit=_per_network(), per_seconds=_HOUR)
    return touch


def variant_shown(version: CampaignVersion | None, *, channel: str, subject: str) -> str:
    """Of a version's texts; where a platform wants the neutral page, or the channel has words of its own,
    everybody sees that one.
    """
    if version is None or is_neutral(channel) or has_own_page(version.texts, channel):
        return ""
    return choose(version.texts, subject=subject)


def _per_network() -> int:
    return int(getattr(settings, "TOUCHES_PER_NETWORK_PER_HOUR", PER_NETWORK_PER_HOUR))
