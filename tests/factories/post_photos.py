"""Photos of posts that did not come through the decoder: the test is about something else."""

from typing import Any

from django.db import transaction

from common.clock import db_now
from groups import operations
from groups.models import Post, PostPhoto
from tests.factories.photos import ready_file


def photo_on(post: Post, **columns: Any) -> PostPhoto:
    """Made safe already, and shown."""
    file = ready_file(post.author, purpose="groups.post")
    PostPhoto.objects.create(post=post, file=file, **{"alt": "A kite", "created_at": db_now(), **columns})
    with transaction.atomic():
        operations.note_post_photo_made(file)
    return PostPhoto.objects.select_related("post__group", "file").get(file=file)
