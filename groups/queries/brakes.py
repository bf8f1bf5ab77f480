"""Where answers wait, and what a pile is seen from."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from common.clock import DbNowOnce
from groups.brake_rules import MOST_LOOKED_AT, Recent
from groups.brake_states import BrakeState
from groups.models import Brake, Comment, Post, ReviewCase
from groups.moderation_states import Cover


def brake_on(post: Post) -> Brake | None:
    """By the database's clock. One statement."""
    rows = Brake.objects.filter(post=post, state=BrakeState.ON, until__gt=DbNowOnce())
    return rows.order_by("-until").first()


def brakes_now(*, group_id: int) -> list[Brake]:
    """With their posts, the newest first, at most 10. One statement."""
    rows = Brake.objects.filter(group_id=group_id, state=BrakeState.ON, until__gt=DbNowOnce())
    return list(rows.select_related("post").order_by("-pk")[:10])


def brakes_by_id(brake_ids: Iterable[int]) -> dict[int, Brake]:
    """With post and group. One statement."""
    rows = Brake.objects.select_related("post", "group").filter(pk__in=set(brake_ids))
    return {brake.pk: brake for brake in rows}


def recent_answers(post: Post, *, since: datetime) -> list[Recent]:
    """Of others than its author, the last ones. One statement, however many there are."""
    flagged = ReviewCase.objects.filter(comment_id=OuterRef("pk"), weight__gt=0)
    rows = Comment.objects.filter(post=post).exclude(author_id=post.author_id)
    rows = rows.annotate(is_flagged=Exists(flagged)).order_by("-pk")
    last = rows.values_list("author_id", "created_at", "sent_anyway", "cover", "is_flagged")[:MOST_LOOKED_AT]
    return [
        Recent(author_id=author_id, hostile=anyway or flags or cover != Cover.OPEN)
        for author_id, created_at, anyway, cover, flags in last
        if created_at >= since
    ]
