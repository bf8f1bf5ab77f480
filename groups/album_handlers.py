"""News of photos: made safe by a job, asked of whoever is in them, parted by a block."""

from accounts.notifications import tell
from accounts.tie_facts import MemberBlocked
from groups import tasks
from groups.album_kinds import ASKED, DOWN
from groups.album_states import DownReason
from groups.facts import AlbumPhotoAsked, AlbumPhotoDown, AlbumPhotoReceived
from outbox.facts import on
from outbox.jobs import Work


@on(AlbumPhotoReceived)
def make_album_photo(fact: AlbumPhotoReceived) -> Work:
    return tasks.make_album_photo.work(file_id=fact.file_id)


@on(AlbumPhotoAsked)
def ask_about_photo(fact: AlbumPhotoAsked) -> list[Work]:
    return [
        tell(ASKED, asked, about=f"photo:{fact.photo_id}", by_id=fact.member_id, since=fact.occurred_at)
        for asked in fact.asked_ids
    ]


# Whoever took it back themself knows; a block is nobody's news, and whoever left may be its uploader.
_TOLD = (DownReason.DECLINED, DownReason.OBJECTED, DownReason.RUNNER)


@on(AlbumPhotoDown)
def tell_uploader(fact: AlbumPhotoDown) -> Work | None:
    """That it came down, and not by whom."""
    if fact.reason not in _TOLD:
        return None
    return tell(DOWN, fact.member_id, about=f"photo:{fact.photo_id}", since=fact.occurred_at)


@on(MemberBlocked)
def part_photos(fact: MemberBlocked) -> Work:
    return tasks.part_photos.work(blocker_id=fact.blocker_id, blocked_id=fact.blocked_id)
