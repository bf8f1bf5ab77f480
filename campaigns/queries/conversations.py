"""Posts elsewhere and what is said about them. Each question says its cost."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Q, Sum, When

from campaigns.conversation_rules import Sums
from campaigns.models import ChannelPost, Mention
from campaigns.states import CampaignState, MentionKind, MentionState
from common.pagination import Page, keyset

# People go on talking when a campaign is over.
FOLLOWED_AFTER = timedelta(days=30)
_OVER = (CampaignState.ARCHIVED, CampaignState.CANCELLED)
_OPEN = Q(answer="", answer_ref="")
_IN_STATE = {
    MentionState.OPEN: _OPEN & Q(is_complaint=False),
    MentionState.WITH_STEWARDS: _OPEN & Q(is_complaint=True),
    MentionState.SENDING: Q(answer_ref="") & ~Q(answer=""),
    MentionState.ANSWERED: ~Q(answer_ref=""),
}


def followed_posts(*, now: datetime) -> list[int]:
    """One statement."""
    posts = ChannelPost.objects.filter(stopped_at=None).exclude(campaign__state__in=_OVER)
    return list(
        posts.filter(campaign__closes_at__gt=now - FOLLOWED_AFTER).order_by("pk").values_list("pk", flat=True)
    )


def post_by_id(post_id: int) -> ChannelPost:
    return ChannelPost.objects.get(pk=post_id)


def sums_of(post: ChannelPost) -> Sums:
    """One statement."""
    return sums_of_posts([post])[post.pk]


def sums_of_posts(posts: Collection[ChannelPost]) -> dict[int, Sums]:
    """{post: its sums}. One statement. Authors are counted once, however often they speak under a post."""
    said = Mention.objects.filter(post__in=posts).values("post").order_by("post")
    rows = said.annotate(
        comments=Count("pk", filter=Q(kind=MentionKind.COMMENT)),
        reposts=Count("pk", filter=Q(kind=MentionKind.REPOST)),
        authors=Count("author_index", distinct=True),
        zombies=Count("author_index", distinct=True, filter=Q(is_zombie=True)),
        passed_on=Sum("followers", filter=Q(kind=MentionKind.REPOST, is_zombie=False)),
    )
    counted: dict[int, Mapping[str, Any]] = {row["post"]: row for row in rows}
    return {post.pk: _sums(post, counted.get(post.pk, {})) for post in posts}


def _sums(post: ChannelPost, counted: Mapping[str, Any]) -> Sums:
    return Sums(
        reach=post.followers + (counted.get("passed_on") or 0),
        likes=post.likes,
        comments=counted.get("comments", 0),
        reposts=counted.get("reposts", 0),
        authors=counted.get("authors", 0),
        zombies=counted.get("zombies", 0),
    )


def posts_of(campaign_id: int) -> list[tuple[ChannelPost, Sums]]:
    """The newest first. Two statements."""
    posts = list(ChannelPost.objects.filter(campaign_id=campaign_id).order_by("-pk"))
    sums = sums_of_posts(posts)
    return [(post, sums[post.pk]) for post in posts]


def posts_page(
    campaign_id: int, *, cursor: str | None, size: int = 25
) -> tuple[list[tuple[ChannelPost, Sums]], str | None]:
    """The newest first. Two statements. Raises: BadCursor."""
    page = keyset(
        ChannelPost.objects.filter(campaign_id=campaign_id), order=("-id",), cursor=cursor, size=size
    )
    sums = sums_of_posts(page.items)
    return [(post, sums[post.pk]) for post in page.items], page.next_cursor


def mentions_of(campaign_id: int, *, size: int = 50) -> list[Mention]:
    """The newest first; what waits for an answer to a complaint stands on top. One statement."""
    rows = Mention.objects.select_related("post").filter(post__campaign_id=campaign_id)
    waits = _IN_STATE[MentionState.WITH_STEWARDS]
    return list(rows.order_by(Case(When(waits, then=0), default=1), "-said_at", "-pk")[:size])


def mention_id_of(campaign_id: int, public_id: str) -> int:
    """0 where this campaign has none of that name; operations refuse that. One statement."""
    rows = Mention.objects.filter(post__campaign_id=campaign_id, public_id=public_id)
    return rows.values_list("pk", flat=True).first() or 0


def mentions_page(
    campaign_id: int, *, post: str = "", state: str = "", kind: str = "", cursor: str | None, size: int = 25
) -> Page[Mention]:
    """The newest first. ``post``: public id; '' for all of each. One statement. Raises: BadCursor."""
    rows = Mention.objects.select_related("post").filter(post__campaign_id=campaign_id)
    if post:
        rows = rows.filter(post__public_id=post)
    if state:
        rows = rows.filter(_IN_STATE[MentionState(state)])
    if kind:
        rows = rows.filter(kind=kind)
    return keyset(rows, order=("-said_at", "-id"), cursor=cursor, size=size)


def state_of(mention: Mention) -> MentionState:
    """No statement."""
    if mention.answer_ref:
        return MentionState.ANSWERED
    if mention.answer:
        return MentionState.SENDING
    return MentionState.WITH_STEWARDS if mention.is_complaint else MentionState.OPEN


def find_mention(public_id: str) -> Mention | None:
    """With what tells who may see it. One statement."""
    rows = Mention.objects.select_related("post__campaign__brand")
    return rows.filter(public_id=public_id).first()


def find_post(public_id: str, *, campaign_id: int | None = None) -> ChannelPost | None:
    """With what tells who may see it. One statement."""
    rows = ChannelPost.objects.select_related("campaign__brand").filter(public_id=public_id)
    if campaign_id is not None:
        rows = rows.filter(campaign_id=campaign_id)
    return rows.first()
