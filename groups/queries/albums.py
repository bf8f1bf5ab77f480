"""Photos of events as a viewer may see them. One condition decides, wherever a photo is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.people import Person, people_seen_by
from accounts.visibility import blocked_among, blocked_pairs, met_by
from common.access import Actor
from common.pagination import keyset
from groups.album_states import AlbumAudience, MarkState, PhotoState
from groups.door_states import AttendanceState
from groups.models import AlbumMark, AlbumPhoto, Attendance, Event, Post, RecapPhoto
from groups.queries.memberships import holds, is_active_member

PAGE = 24


def was_there(*, event: Event, member_id: int | None) -> bool:
    """Seen at the door, or the host. At most one statement."""
    if member_id is not None and event.host_id == member_id:
        return True
    rows = Attendance.objects.filter(rsvp__event=event, rsvp__member_id=member_id or 0)
    return rows.filter(state=AttendanceState.CAME).exists()


def markable_ids(*, event: Event, member_id: int) -> list[int]:
    """Whom a member may mark: who was there, apart from themself and across no block. Two statements."""
    came = Attendance.objects.filter(rsvp__event=event, state=AttendanceState.CAME)
    ids = {*came.values_list("rsvp__member_id", flat=True), event.host_id} - {member_id}
    return sorted(ids - blocked_among(member_id, ids))


def album_reach(*, event: Event, member_id: int | None) -> int:
    """How much of an album somebody sees beside their own: 0 nothing, else up to an ``AlbumAudience``.

    Only in the group; what was opened for the whole group and closed again is closed. At most three
    statements.
    """
    if not is_active_member(group_id=event.group_id, member_id=member_id):
        return 0
    if was_there(event=event, member_id=member_id):
        return AlbumAudience.CAME
    if holds(group=event.group, member_id=member_id, capability="settings"):
        return AlbumAudience.CAME
    return AlbumAudience.GROUP if event.album_audience == AlbumAudience.GROUP else 0


def _visible(viewer_id: int, *, reach: int) -> Q:
    """``reach``: CAME sees what is shown, GROUP only what is for the whole group, 0 nothing of others'.

    Whoever added a photo or is in it sees it from the start; nothing shown crosses a block with either.
    """
    marks = AlbumMark.objects.filter(photo=OuterRef("pk"))
    own = Q(uploader_id=viewer_id)
    inside = Q(Exists(marks.filter(member_id=viewer_id)), state__in=(PhotoState.WAITING, PhotoState.SHOWN))
    mine = (own & ~Q(state=PhotoState.DOWN)) | inside
    if not reach:
        return mine
    shut_out = Q(Exists(marks.filter(~met_by(viewer_id, path="member_id"))))
    met = met_by(viewer_id, path="uploader_id") & ~shut_out
    return mine | (Q(state=PhotoState.SHOWN, audience__gte=reach) & met)


def photo_by_id(public_id: str) -> AlbumPhoto | None:
    """With its event, group and file. One statement. Not every reader may see it: ask ``allow``."""
    rows = AlbumPhoto.objects.select_related("event__group", "file__key", "uploader")
    return rows.filter(public_id=public_id).first()


def is_photo_seen(photo: AlbumPhoto, viewer: Actor) -> bool:
    """At most four statements."""
    if viewer.pk is None:
        return False
    reach = album_reach(event=photo.event, member_id=viewer.pk)
    return AlbumPhoto.objects.filter(_visible(viewer.pk, reach=reach), pk=photo.pk).exists()


def is_marked_in(photo: AlbumPhoto, member_id: int | None) -> bool:
    """One statement."""
    return photo.marks.filter(member_id=member_id or 0).exists()


@dataclass(frozen=True, kw_only=True)
class ShownPhoto:
    """``people``: who is in it, as far as they show the viewer a page, and what they said.

    ``mine``: what the viewer said, None where they are not in it. ``hidden``: others in it.
    """

    photo: AlbumPhoto
    uploader: Person | None
    people: list[tuple[Person, str]]
    hidden: int
    mine: str | None
    is_own: bool

    @property
    def waits_for_me(self) -> bool:
        return self.mine == MarkState.ASKED and self.photo.state == PhotoState.WAITING


def _shown(photos: Iterable[AlbumPhoto], viewer: Actor) -> list[ShownPhoto]:
    """Two statements, however many."""
    rows = list(photos)
    marks: dict[int, list[AlbumMark]] = {one.pk: [] for one in rows}
    for mark in AlbumMark.objects.filter(photo__in=marks).order_by("pk"):
        marks[mark.photo_id].append(mark)
    ids = {one.uploader_id for one in rows} | {mark.member_id for some in marks.values() for mark in some}
    known = people_seen_by(viewer, ids)
    return [_show(one, marks[one.pk], known, viewer.pk) for one in rows]


def _show(
    photo: AlbumPhoto, marks: list[AlbumMark], known: Mapping[int, Person], viewer_id: int | None
) -> ShownPhoto:
    mine = [str(mark.state) for mark in marks if mark.member_id == viewer_id]
    others = [mark for mark in marks if mark.member_id != viewer_id]
    seen = [(known[mark.member_id], str(mark.state)) for mark in others if mark.member_id in known]
    return ShownPhoto(
        photo=photo,
        uploader=known.get(photo.uploader_id),
        people=seen,
        hidden=len(others) - len(seen),
        mine=mine[0] if mine else None,
        is_own=photo.uploader_id == viewer_id,
    )


def show_photo(photo: AlbumPhoto, viewer: Actor) -> ShownPhoto:
    """The viewer may see it. Two statements."""
    return _shown([photo], viewer)[0]


def album_of(
    *, event: Event, viewer: Actor, cursor: str | None = None
) -> tuple[list[ShownPhoto], str | None]:
    """What the viewer may see, the newest first, and the next cursor. Six statements, however many."""
    reach = album_reach(event=event, member_id=viewer.pk)
    rows = AlbumPhoto.objects.filter(_visible(viewer.pk or 0, reach=reach), event=event)
    page = keyset(rows.select_related("file"), order=("-pk",), cursor=cursor, size=PAGE)
    return _shown(page.items, viewer), page.next_cursor


def photos_for_recap(*, event: Event, viewer: Actor) -> list[AlbumPhoto]:
    """What everybody in it agreed to show to the whole group, the newest first; at most 24."""
    if event.album_audience != AlbumAudience.GROUP:
        return []
    rows = AlbumPhoto.objects.filter(_visible(viewer.pk or 0, reach=AlbumAudience.GROUP), event=event)
    return list(rows.filter(state=PhotoState.SHOWN, audience=AlbumAudience.GROUP).order_by("-pk")[:PAGE])


@dataclass(frozen=True, kw_only=True)
class RecapPictures:
    """``gone``: how many were taken back since the recap was told."""

    photos: list[AlbumPhoto]
    gone: int


def recap_pictures(post: Post, viewer: Actor) -> RecapPictures | None:
    """Of the recap that a post is; None where it has none. At most five statements."""
    taken = RecapPhoto.objects.filter(recap__post=post).select_related("photo", "recap__event__group")
    rows = list(taken.order_by("pk"))
    if not rows or viewer.pk is None:
        return None
    reach = album_reach(event=rows[0].recap.event, member_id=viewer.pk)
    seen = AlbumPhoto.objects.filter(_visible(viewer.pk, reach=reach), state=PhotoState.SHOWN)
    ids = set(seen.filter(pk__in=[one.photo_id for one in rows]).values_list("pk", flat=True))
    return RecapPictures(
        photos=[one.photo for one in rows if one.photo_id in ids],
        gone=sum(one.photo.state == PhotoState.DOWN for one in rows),
    )


def photos_asked(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], AlbumPhoto]:
    """{(photo id, member id): the photo that they are in and asked about}. Two statements.

    None across a block with whoever added it.
    """
    wanted = set(pairs)
    rows = AlbumMark.objects.select_related("photo__event").filter(
        photo_id__in={photo_id for photo_id, _member in wanted},
        member_id__in={member_id for _photo, member_id in wanted},
    )
    found = {(mark.photo_id, mark.member_id): mark for mark in rows.filter(state=MarkState.ASKED)}
    ids = {mark.member_id for mark in found.values()} | {mark.photo.uploader_id for mark in found.values()}
    blocked = blocked_pairs(ids)
    return {
        pair: mark.photo
        for pair, mark in found.items()
        if pair in wanted and frozenset((mark.member_id, mark.photo.uploader_id)) not in blocked
    }


def photos_down(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], AlbumPhoto]:
    """{(photo id, member id): a photo that the member added and that came down}. One statement."""
    wanted = set(pairs)
    rows = AlbumPhoto.objects.select_related("event").filter(
        pk__in={photo_id for photo_id, _member in wanted}, state=PhotoState.DOWN
    )
    return {(one.pk, one.uploader_id): one for one in rows if (one.pk, one.uploader_id) in wanted}


def photos_waiting_for(member_id: int, *, event: Event) -> int:
    """In how many of an event's photos somebody is asked about themself. One statement."""
    rows = AlbumMark.objects.filter(member_id=member_id, state=MarkState.ASKED, photo__event=event)
    return rows.filter(photo__state=PhotoState.WAITING).count()
