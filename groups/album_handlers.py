"""News of photos: made safe by a job, asked of whoever is in them, parted by a block."""

from accounts.notifications import tell
from accounts.tie_facts import MemberBlocked
from groups import tasks
from groups.album_kinds import ASKED
from groups.facts import AlbumPhotoAsked, AlbumPhotoReceived
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


@on(MemberBlocked)
def part_photos(fact: MemberBlocked) -> Work:
    return tasks.part_photos.work(blocker_id=fact.blocker_id, blocked_id=fact.blocked_id)
