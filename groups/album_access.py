"""Who may do what with the photos of an event."""

from common.access import Actor, declare, predicate
from groups import queries
from groups.access import is_inside
from groups.album_states import PhotoState
from groups.models import AlbumPhoto, Event


@predicate
def sees_album(actor: Actor, event: Event | None) -> bool:
    """In the group: whoever was there, whoever runs it, and everybody where the organiser chose so."""
    return event is not None and queries.album_reach(event=event, member_id=actor.pk) > 0


@predicate
def may_add_photo(actor: Actor, event: Event | None) -> bool:
    """In the group, and was there."""
    if event is None or not is_inside(actor, event.group):
        return False
    return queries.was_there(event=event, member_id=actor.pk)


@predicate
def sees_photo(actor: Actor, photo: AlbumPhoto | None) -> bool:
    return photo is not None and queries.is_photo_seen(photo, actor)


@predicate
def is_own_photo(actor: Actor, photo: AlbumPhoto | None) -> bool:
    return photo is not None and actor.pk is not None and photo.uploader_id == actor.pk


@predicate
def is_in_photo(actor: Actor, photo: AlbumPhoto | None) -> bool:
    """Once it can be looked at; who is in it reads nothing about a picture that nobody can see yet."""
    if photo is None or photo.state in (PhotoState.RECEIVED, PhotoState.REFUSED):
        return False
    return queries.is_marked_in(photo, actor.pk)


declare("groups.see-album", sees_album)
declare("groups.add-photo", may_add_photo)
declare("groups.see-photo", sees_photo)
declare("groups.answer-photo", is_in_photo)
declare("groups.take-photo-down", sees_photo | is_own_photo | is_in_photo)
