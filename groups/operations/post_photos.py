"""Photos put to a post, made safe by a job, and taken away with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from common.files.keeping import receive_upload, shred_file
from common.files.uploads import SealedUpload
from common.limits import hit_all
from common.models import FileState, StoredFile
from groups import errors, facts, post_photo_rules, queries
from groups.models import Post, PostPhoto, ReviewCase
from groups.post_photo_states import FILE_PURPOSE, PostPhotoState
from outbox.facts import record


def put_photos(post: Post, uploads: Sequence[SealedUpload], *, lines: str, now: datetime) -> list[PostPhoto]:
    """Inside the transaction of who was allowed to; its post is held, so that two at once count right.

    Raises: TooManyPhotos, TextTooLong, TooMany, the kinds of ``BadFile``.
    """
    if not uploads:
        return []
    Post.objects.filter(pk=post.pk).update(version=F("version"))
    there = post.photos.exclude(state=PostPhotoState.DOWN).count()
    post_photo_rules.check_number(len(uploads), there=there)
    words = post_photo_rules.lines_for(lines, photos=len(uploads))
    hit_all([(post_photo_rules.PHOTOS, str(post.author_id))] * len(uploads))
    return [_received(post, one, alt=alt, now=now) for one, alt in zip(uploads, words, strict=True)]


def _received(post: Post, upload: SealedUpload, *, alt: str, now: datetime) -> PostPhoto:
    owner = f"member:{post.author.public_id}"
    file = receive_upload(upload, owner=owner, purpose=FILE_PURPOSE)
    photo = PostPhoto.objects.create(post=post, file=file, alt=alt, created_at=now)
    record(facts.PostPhotoReceived(file_id=file.pk), subject=photo.public_id)
    return photo


@transaction.atomic
def add_post_photos(
    *, actor: Actor, public_id: str, photos: Sequence[SealedUpload], lines: str = "", now: datetime
) -> list[PostPhoto]:
    """More photos for a post of one's own; what was flagged and judged before is looked at anew.

    Raises: NotFound, Muted, TooManyPhotos, TextTooLong, TooMany, the kinds of ``BadFile``.
    """
    post = queries.post_by_id(public_id)
    allow(actor, "groups.edit-post", post)
    if post is None:
        raise NotFound
    if queries.mute_of(group_id=post.group_id, member_id=post.author_id) is not None:
        raise errors.Muted
    if post.prompt is not None:
        post_photo_rules.check_asked(post.prompt.kind, photos=len(photos))
    Post.objects.filter(pk=post.pk).update(edited_at=now)
    if not Post.objects.get(pk=post.pk).is_shown:  # deleted this very moment
        raise NotFound
    return put_photos(post, photos, lines=lines, now=now)


@transaction.atomic
def remove_post_photo(*, actor: Actor, public_id: str, now: datetime) -> PostPhoto:
    """One's own photo goes, the post stays. Repeating changes nothing. Raises: NotFound."""
    photo = queries.post_photo_by_id(public_id)
    allow(actor, "groups.delete-post", photo.post if photo else None)
    if photo is None:
        raise NotFound
    take_down([photo.pk], actor=actor, now=now)
    return photo


def note_post_photo_made(file: StoredFile) -> None:
    """In the transaction that ends the file. One that came down meanwhile changes nothing."""
    photo = PostPhoto.objects.filter(file=file).first()
    if photo is None or photo.state != PostPhotoState.RECEIVED:
        return
    if file.state == FileState.READY:
        photo.show(actor=SYSTEM)
    else:
        photo.refuse(actor=SYSTEM)


def take_down(ids: Collection[int], *, actor: Actor, now: datetime, for_good: bool = False) -> None:
    """Nobody sees them from now on. Shredded at once, or when the stewards have looked who were asked to;
    ``for_good``: at once in any case. Repeating changes nothing.
    """
    rows = PostPhoto.objects.filter(pk__in=ids)
    list(StoredFile.objects.select_for_update().filter(pk__in=rows.values("file")).order_by("pk"))
    for photo in rows.select_related("file__key").order_by("pk"):
        if photo.state != PostPhotoState.DOWN:
            photo.come_down(actor=actor, now=now)
        if for_good or queries.open_case_with(photo) is None:
            shred_file(photo.file, actor=actor, policy="post-photo-down", now=now)


def take_down_of(post: Post, *, actor: Actor, now: datetime) -> None:
    take_down(list(post.photos.values_list("pk", flat=True)), actor=actor, now=now)


def let_go_of_evidence(case: ReviewCase, *, actor: Actor, now: datetime) -> None:
    """No flag waits any more: what its author took down meanwhile is shredded. Repeating changes nothing."""
    if case.post_id is None:
        return
    down = Q(state=PostPhotoState.DOWN) & ~Q(file__state=FileState.SHREDDED)
    ids = PostPhoto.objects.filter(down, post_id=case.post_id).values_list("pk", flat=True)
    take_down(list(ids), actor=actor, now=now)


@transaction.atomic
def let_go_of_post_photos(member_id: int, now: datetime) -> None:
    """The erasure's step: every one is shredded at once. Repeating changes nothing."""
    ids = PostPhoto.objects.filter(post__author_id=member_id).values_list("pk", flat=True)
    take_down(list(ids), actor=SYSTEM, now=now, for_good=True)
