"""Photos of an event: added, asked about, shown once everybody in them agreed, and taken down at once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from accounts.queries import as_member, find_member_id
from accounts.visibility import are_blocked
from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from common.files.keeping import receive_upload, shred_file
from common.files.uploads import SealedUpload
from common.limits import hit_all
from common.models import FileState, StoredFile
from groups import album_errors, album_rules, errors, facts, queries
from groups.album_states import FILE_PURPOSE, LIVE, AlbumAudience, DownReason, MarkState, PhotoState
from groups.models import AlbumMark, AlbumPhoto, Event
from groups.operations.acts import note_act
from groups.operations.events import to_change
from outbox.facts import record


@transaction.atomic
def add_album_photo(
    *,
    actor: Actor,
    event_id: int,
    upload: SealedUpload,
    people: Collection[str],
    nobody: bool,
    now: datetime,
) -> AlbumPhoto:
    """Take a picture into quarantine; a job makes it anew, and then everybody in it is asked.

    ``people``: public ids of those who are in it; ``nobody``: nobody can be recognised.

    Raises: NotFound (was not there), NotBegunYet, NobodyMarked, SomebodyOrNobody, UnknownChoice,
    OutOfRange, TooMany, the kinds of ``BadFile``.
    """
    event = Event.objects.select_related("group").filter(pk=event_id).first()
    allow(actor, "groups.add-photo", event)
    if event is None:
        raise NotFound
    album_rules.check_begun(event.state)
    uploader = as_member(actor)
    marked = [find_member_id(one) or 0 for one in people]
    offered = queries.markable_ids(event=event, member_id=uploader.pk)
    album_rules.check_marked(marked, offered=offered, nobody=nobody)
    hit_all([(album_rules.ADDED, str(uploader.pk))])
    file = receive_upload(upload, owner=f"member:{uploader.public_id}", purpose=FILE_PURPOSE)
    photo = AlbumPhoto.objects.create(
        event=event, uploader=uploader, file=file, audience=event.album_audience, created_at=now
    )
    AlbumMark.objects.bulk_create(AlbumMark(photo=photo, member_id=pk, at=now) for pk in sorted(set(marked)))
    record(facts.AlbumPhotoReceived(file_id=file.pk), subject=photo.public_id)
    return photo


def note_album_photo_made(file: StoredFile, *, now: datetime) -> None:
    """The decoder is done: everybody in it is asked, or it is shown where nobody is.

    In the transaction that ends the file. One that came down meanwhile changes nothing.
    """
    found = AlbumPhoto.objects.filter(file=file).values_list("pk", flat=True).first()
    photo = None if found is None else _lock(found)
    if photo is None or photo.state != PhotoState.RECEIVED:
        return
    if file.state != FileState.READY:
        photo.refuse(actor=SYSTEM)
        return
    asked = photo.marks.filter(state=MarkState.ASKED).order_by("member_id")
    ids = list(asked.values_list("member_id", flat=True))
    if not ids:
        _show(photo, now=now)
        return
    photo.wait(actor=SYSTEM)
    record(
        facts.AlbumPhotoAsked(asked_ids=ids, **_about(photo), occurred_at=now.isoformat()),
        subject=photo.public_id,
    )


@transaction.atomic
def agree_to_photo(*, actor: Actor, public_id: str, now: datetime) -> AlbumPhoto:
    """Somebody in it agrees; the last one shows it. Repeating changes nothing.

    Raises: NotFound (not in it), PhotoNotShown (it came down).
    """
    photo = _locked(actor, "groups.answer-photo", public_id)
    mine = photo.marks.filter(member_id=actor.pk or 0).first()
    if not photo.is_picture:
        raise album_errors.PhotoNotShown
    if mine is not None and mine.state == MarkState.ASKED:
        mine.agree(actor=actor, now=now)
    if photo.state == PhotoState.WAITING and not photo.marks.exclude(state=MarkState.AGREED).exists():
        _show(photo, now=now)
    return photo


@transaction.atomic
def take_photo_down(*, actor: Actor, public_id: str, now: datetime) -> AlbumPhoto:
    """At once and for good, without a review: whoever added it, whoever is or says that they are in it, and
    whoever runs the event. For whoever is in it this is their no, before or after. Repeating changes nothing
    for whoever added it or is in it.

    Raises: NotFound (may not see it).
    """
    photo = _locked(actor, "groups.take-photo-down", public_id)
    mine = photo.marks.filter(member_id=actor.pk or 0).first()
    if photo.state == PhotoState.DOWN:
        return photo
    if mine is not None:
        mine.decline(actor=actor, now=now)
    _down(photo, actor=actor, reason=_reason(photo, actor, is_in_it=mine is not None), now=now)
    return photo


def _reason(photo: AlbumPhoto, actor: Actor, *, is_in_it: bool) -> DownReason:
    if photo.uploader_id == actor.pk:
        return DownReason.TAKEN_BACK
    if is_in_it:
        return DownReason.DECLINED
    return DownReason.RUNNER if photo.event.host_id == actor.pk else DownReason.OBJECTED


@transaction.atomic
def set_album_audience(*, actor: Actor, event_id: int, audience: int, now: datetime) -> Event:
    """For whom photos are that are added from now on; closing it again closes the older ones, too.

    Repeating changes nothing. Raises: NotFound, UnknownChoice.
    """
    event = to_change(actor, event_id)
    if audience not in AlbumAudience.values:
        raise errors.UnknownChoice(field="audience")
    if event.album_audience != audience:
        old, new = (AlbumAudience(one).name.lower() for one in (event.album_audience, audience))
        note_act(event, actor, "set-album-audience", old=old, new=new)
    event.album_audience = audience
    event.save(update_fields=["album_audience"])
    return event


def part_photos(*, blocker_id: int, blocked_id: int, now: datetime) -> int:
    """Photos of one in which the other is come down, quietly; how many. Repeating changes nothing."""
    if not are_blocked(blocker_id, blocked_id):
        return 0
    one = Q(uploader_id=blocker_id, marks__member_id=blocked_id)
    other = Q(uploader_id=blocked_id, marks__member_id=blocker_id)
    found = AlbumPhoto.objects.filter(one | other, state__in=LIVE)
    return sum(_down_alone(pk, DownReason.BLOCKED, now=now) for pk in _ids(found))


def let_go_of_album(member_id: int, now: datetime) -> None:
    """The erasure's step: what the member added or is in is shredded. Repeating changes nothing."""
    rows = AlbumPhoto.objects.exclude(state=PhotoState.DOWN)
    found = rows.filter(Q(uploader_id=member_id) | Q(marks__member_id=member_id))
    for pk in _ids(found):
        _down_alone(pk, DownReason.LEFT, now=now)


def _ids(rows: "Iterable[AlbumPhoto]") -> list[int]:
    return sorted({one.pk for one in rows})


@transaction.atomic
def _down_alone(photo_id: int, reason: DownReason, *, now: datetime) -> bool:
    photo = _lock(photo_id)
    if photo.state == PhotoState.DOWN:
        return False
    _down(photo, actor=SYSTEM, reason=reason, now=now)
    return True


def _show(photo: AlbumPhoto, *, now: datetime) -> None:
    photo.show(actor=SYSTEM)
    news = facts.AlbumPhotoShown(**_about(photo), occurred_at=now.isoformat())
    record(news, subject=photo.public_id)


def _down(photo: AlbumPhoto, *, actor: Actor, reason: DownReason, now: datetime) -> None:
    photo.come_down(actor=actor, reason=reason, now=now)
    shred_file(photo.file, actor=actor, policy=f"album-{reason}", now=now)
    news = facts.AlbumPhotoDown(reason=reason, **_about(photo), occurred_at=now.isoformat())
    record(news, subject=photo.public_id)


def _about(photo: AlbumPhoto) -> dict[str, int]:
    return {
        "photo_id": photo.pk,
        "event_id": photo.event_id,
        "group_id": photo.event.group_id,
        "member_id": photo.uploader_id,
    }


def _lock(photo_id: int) -> AlbumPhoto:
    """The file first, then the photo: in this order the decoder's end takes them, too."""
    files = AlbumPhoto.objects.filter(pk=photo_id).values("file")
    list(StoredFile.objects.select_for_update().filter(pk__in=files))
    AlbumPhoto.objects.filter(pk=photo_id).update(version=F("version"))
    return AlbumPhoto.objects.select_related("event__group", "file__key").get(pk=photo_id)


def _locked(actor: Actor, verb: str, public_id: str) -> AlbumPhoto:
    """Ask, hold it until the transaction ends, and ask again about what is there now."""
    found = queries.photo_by_id(public_id)
    allow(actor, verb, found)
    if found is None:
        raise NotFound
    photo = _lock(found.pk)
    allow(actor, verb, photo)
    return photo
