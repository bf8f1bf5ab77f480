"""What stands on a board or below a post, as one short mark: the same as long as nothing changed."""

import hashlib
from collections.abc import Iterable

from django.db.models import Count, F, Q
from django.utils.translation import get_language

from common.access import Actor
from groups.board_states import PostState
from groups.models import Group, Post
from groups.post_photo_states import PostPhotoState
from groups.queries.board import A_PAGE, A_PAGE_BELOW, readable_comments, readable_posts

_CHANGES = ("pk", "version", "cover", "edited_at")


def board_mark(*, group: Group, viewer: Actor) -> str:
    """Of the first page and the pins, as this reader sees them. Two statements, however large the board."""
    rows = readable_posts(group=group, viewer=viewer).exclude(state=PostState.DELETED)
    first = rows.order_by("-pk").values("pk")[:A_PAGE]
    pinned = rows.filter(pinned_at__isnull=False).values("pk")
    counted = Post.objects.filter(Q(pk__in=first) | Q(pk__in=pinned)).annotate(
        signs=Count("reactions", distinct=True),
        seen=Count("photos", filter=Q(photos__state=PostPhotoState.SHOWN), distinct=True),
    )
    marks = counted.order_by("-pk").values_list(*_CHANGES, "pinned_at", "comment_count", "signs", "seen")
    return _mark(viewer, marks)


def comments_mark(*, post: Post, viewer: Actor) -> str:
    """Of the first page of answers as this reader sees them. One statement."""
    rows = readable_comments(post=post, viewer=viewer).order_by("pk")
    return _mark(viewer, rows.values_list(*_CHANGES, F("author_id"))[:A_PAGE_BELOW])


def _mark(viewer: Actor, rows: Iterable[tuple[object, ...]]) -> str:
    """For one reader and one language: nobody's page is another's."""
    text = repr((viewer.pk, get_language(), list(rows)))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
