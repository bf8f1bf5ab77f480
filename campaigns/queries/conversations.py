"""Posts elsewhere and what is said about them. Each question says its cost."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, Q, QuerySet, Sum, When

from campaigns.conversation_rules import Sums
from campaigns.models import ChannelPost, Mention
from campaigns.states import CampaignState, MentionKind

# People go on talking when a campaign is over.
FOLLOWED_AFTER = timedelta(days=30)
_OVER = (CampaignState.ARCHIVED, CampaignState.CANCELLED)


def followed_posts(*, now: datetime) -> list[int]:
    """One statement."""
    posts = ChannelPost.objects.exclude(campaign__state__in=_OVER)
    return list(
        posts.filter(campaign__closes_at__gt=now - FOLLOWED_AFTER).order_by("pk").values_list("pk", flat=True)
    )


def post_by_id(post_id: int) -> ChannelPost:
    return ChannelPost.objects.get(pk=post_id)


def sums_of(post: ChannelPost) -> Sums:
    """One statement. Authors are counted once, however often they speak."""
    said = Mention.objects.filter(post=post)
    counted = said.aggregate(
        comments=Count("pk", filter=Q(kind=MentionKind.COMMENT)),
        reposts=Count("pk", filter=Q(kind=MentionKind.REPOST)),
        authors=Count("author_index", distinct=True),
        zombies=Count("author_index", distinct=True, filter=Q(is_zombie=True)),
        passed_on=Sum("followers", filter=Q(kind=MentionKind.REPOST, is_zombie=False)),
    )
    reach = post.followers + (counted.pop("passed_on") or 0)
    return Sums(reach=reach, likes=post.likes, **counted)


def posts_of(campaign_id: int) -> list[tuple[ChannelPost, Sums]]:
    """One statement more for each post; a campaign has a handful."""
    posts: QuerySet[ChannelPost] = ChannelPost.objects.filter(campaign_id=campaign_id).order_by("-pk")
    return [(post, sums_of(post)) for post in posts]


def mentions_of(campaign_id: int, *, size: int = 50) -> list[Mention]:
    """The newest first; what waits for an answer to a complaint stands on top. One statement."""
    rows = Mention.objects.select_related("post").filter(post__campaign_id=campaign_id)
    waits = Q(is_complaint=True, answer="")
    return list(rows.order_by(Case(When(waits, then=0), default=1), "-said_at", "-pk")[:size])


def mention_id_of(campaign_id: int, public_id: str) -> int:
    """0 where this campaign has none of that name; operations refuse that. One statement."""
    rows = Mention.objects.filter(post__campaign_id=campaign_id, public_id=public_id)
    return rows.values_list("pk", flat=True).first() or 0
