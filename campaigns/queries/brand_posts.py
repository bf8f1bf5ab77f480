"""The brand's own posts elsewhere. Each question says its cost."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from campaigns.brand_post_rules import POST_LIMITS, said_there, weight_of
from campaigns.brand_post_states import CHANGEABLE, BrandPostState
from campaigns.models import BrandPost, Campaign
from common.pagination import keyset

NEWEST = ("-written_at", "-id")


@dataclass(frozen=True, kw_only=True)
class BrandPostLine:
    """``preview``: as it stands, or will stand, on the platform."""

    post: BrandPost
    label: str
    preview: str
    weight: int
    most: int

    @property
    def may_plan(self) -> bool:
        return self.post.state in CHANGEABLE

    @property
    def may_stop(self) -> bool:
        return self.post.state == BrandPostState.PLANNED


def brand_posts_of(
    campaign: Campaign, *, state: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[BrandPostLine], str | None]:
    """The newest first. One statement. Raises: BadCursor."""
    rows = BrandPost.objects.filter(campaign=campaign)
    if state:
        rows = rows.filter(state=state)
    page = keyset(rows, order=NEWEST, cursor=cursor, size=size)
    return [line_of(post, campaign) for post in page.items], page.next_cursor


def line_of(post: BrandPost, campaign: Campaign) -> BrandPostLine:
    """No statement."""
    preview = f"{said_there(post.channel, post.words)} {address_of(campaign)}"
    return BrandPostLine(
        post=post,
        label=str(BrandPostState(post.state).label),
        preview=preview,
        weight=weight_of(preview),
        most=POST_LIMITS[post.channel],
    )


def address_of(campaign: Campaign) -> str:
    """Where a post leads. No statement."""
    return f"{settings.SITE_URL}{reverse('campaigns:detail', args=[campaign.slug])}"


def find_brand_post(public_id: str) -> BrandPost | None:
    """With what tells who may see it. One statement."""
    return BrandPost.objects.select_related("campaign__brand").filter(public_id=public_id).first()


def find_brand_post_id(public_id: str, *, campaign_id: int | None = None) -> int:
    """0 for none; operations refuse that. One statement."""
    rows = BrandPost.objects.filter(public_id=public_id)
    if campaign_id is not None:
        rows = rows.filter(campaign_id=campaign_id)
    return rows.values_list("pk", flat=True).first() or 0
