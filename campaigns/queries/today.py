"""What campaigns have to say to one member today. One statement each; the probes cost none of their own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.states import MemberState
from accounts.visibility import met_by
from campaigns.draw_states import WITH_ROOT, DrawState
from campaigns.models import Campaign, Progress, Referral
from campaigns.models.draw import DrawEntry, DrawEntryQuerySet
from campaigns.states import CampaignState, ReferralState
from common.clock import DbNowOnce
from common.texts import Texts

# A draw is news for so long after its entries were frozen.
DRAW_NEWS = timedelta(days=14)


def running(member: Any) -> QuerySet[Progress]:
    return Progress.objects.filter(advocate_id=member.pk, campaign__state=CampaignState.LIVE)


def drawn_lately(member: Any) -> DrawEntryQuerySet:
    """The member's entries in draws whose list is closed, the newest draw first."""
    since = DbNowOnce() - DRAW_NEWS
    mine = DrawEntry.objects.filter(member_id=member.pk, draw__state__in=WITH_ROOT)
    return mine.filter(draw__root__frozen_at__gt=since).order_by("-draw__root__frozen_at", "-pk")


def open_to(member: Any) -> QuerySet[Campaign]:
    """Campaigns that run and that the member takes no part in yet, the newest first."""
    own = Progress.objects.filter(campaign=OuterRef("pk"), advocate_id=member.pk)
    return Campaign.objects.filter(state=CampaignState.LIVE).exclude(Exists(own)).order_by("-opens_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class DrawNews:
    """``place`` and ``prize_key``: of the member's own entry, once drawn."""

    slug: str
    title: Texts
    draw_id: str
    state: str
    is_drawn: bool
    is_excluded: bool
    place: int | None
    has_prize: bool


def draw_news(member: Any) -> DrawNews | None:
    """Of the newest draw. One statement."""
    rows = (
        drawn_lately(member)
        .with_reason()
        .values_list(
            "draw__campaign__slug",
            "draw__campaign__title",
            "draw__public_id",
            "draw__state",
            "left_out_code",
            "result__place",
            "result__prize_id",
        )
    )
    row = rows.first()
    if row is None:
        return None
    slug, title, draw_id, state, excluded, place, prize = row
    return DrawNews(
        slug=slug,
        title=title,
        draw_id=draw_id,
        state=state,
        is_drawn=state not in {DrawState.FROZEN, DrawState.DRAWN},
        is_excluded=bool(excluded),
        place=place,
        has_prize=prize is not None,
    )


@dataclass(frozen=True, kw_only=True)
class OpenCampaign:
    slug: str
    title: Texts
    lead: Texts | str | None
    closes_at: datetime


def newest_open(member: Any) -> OpenCampaign | None:
    """One statement."""
    row = open_to(member).values_list("slug", "title", "current__texts", "closes_at").first()
    if row is None:
        return None
    slug, title, texts, closes_at = row
    return OpenCampaign(slug=slug, title=title, lead=(texts or {}).get("lead"), closes_at=closes_at)


@dataclass(frozen=True, kw_only=True)
class OwnInvitation:
    """Who brought the member, and to what."""

    slug: str
    title: Texts
    advocate_name: str


def own_invitation(member: Any) -> OwnInvitation | None:
    """The live campaign that the member was invited to, by somebody who is here and shown to them.

    One statement.
    """
    mine = Referral.objects.filter(invitee_id=member.pk, campaign__state=CampaignState.LIVE)
    mine = mine.exclude(state=ReferralState.VOID).exclude(advocate__state=MemberState.ERASED)
    mine = mine.filter(met_by(member.pk, path="advocate_id")).order_by("-registered_at", "-pk")
    row = mine.values_list("campaign__slug", "campaign__title", "advocate__display_name").first()
    return OwnInvitation(slug=row[0], title=row[1], advocate_name=row[2]) if row else None
