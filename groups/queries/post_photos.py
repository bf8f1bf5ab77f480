"""Photos of posts, and who sees one."""

from common.access import Actor
from common.models import FileState
from groups.models import Flag, Post, PostPhoto, ReviewCase
from groups.moderation_states import FlagState
from groups.post_photo_states import PostPhotoState
from groups.queries.board import is_readable


def post_photo_by_id(public_id: str) -> PostPhoto | None:
    """With its post, group and file. One statement. Not every reader may see it: ask ``allow``."""
    rows = PostPhoto.objects.select_related("post__group", "post__prompt", "file__key")
    return rows.filter(public_id=public_id).first()


def is_post_photo_seen(photo: PostPhoto, viewer: Actor) -> bool:
    """As long as it and its post are shown, by whoever may read the post now. Two statements."""
    return photo.is_shown and photo.post.is_shown and is_readable(photo.post, viewer)


def open_case_with(photo: PostPhoto) -> ReviewCase | None:
    """The case whose waiting flags looked at this photo, also when it is down. One statement."""
    flags = Flag.objects.filter(
        case__post_id=photo.post_id, state=FlagState.OPEN, at__gte=photo.created_at
    ).select_related("case__group")
    flag = flags.order_by("pk").first()
    return None if flag is None else flag.case


def photos_on_case(case: ReviewCase) -> list[PostPhoto]:
    """What the flags on a post were about: with those that its author took down since. One statement."""
    if case.post_id is None:
        return []
    rows = PostPhoto.objects.filter(
        post_id=case.post_id, state__in=(PostPhotoState.SHOWN, PostPhotoState.DOWN)
    )
    return list(rows.filter(file__state=FileState.READY).order_by("pk"))


def own_photos_of(post: Post) -> list[PostPhoto]:
    """For its author: also those that are being made safe, and those that can't be used. One statement."""
    return list(post.photos.exclude(state=PostPhotoState.DOWN).order_by("pk"))
