"""Photos of events that did not come through the decoder: the test is about something else."""

from typing import Any

from django.db import transaction

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.models import AlbumMark, AlbumPhoto, Event, Group
from tests.factories.photos import ready_file


def photo(made: Event, by: Member, *people: Member, **columns: Any) -> AlbumPhoto:
    """Made safe already; waits for ``people``, shown where there is nobody."""
    file = ready_file(by, purpose="groups.album")
    given = {"audience": made.album_audience, "created_at": db_now(), **columns}
    one = AlbumPhoto.objects.create(event=made, uploader=by, file=file, **given)
    AlbumMark.objects.bulk_create(AlbumMark(photo=one, member=who, at=db_now()) for who in people)
    with transaction.atomic():
        operations.note_album_photo_made(file, now=db_now())
    return now_of(one)


def now_of(one: AlbumPhoto) -> AlbumPhoto:
    """As it is in the database now."""
    return AlbumPhoto.objects.select_related("event__group", "file").get(pk=one.pk)


def agree(one: AlbumPhoto, *people: Member) -> AlbumPhoto:
    for who in people:
        operations.agree_to_photo(actor=who, public_id=one.public_id, now=db_now())
    return now_of(one)


def photo_in(home: Group) -> AlbumPhoto:
    """The first one of a group's events."""
    return AlbumPhoto.objects.filter(event__group=home).order_by("pk")[0]
