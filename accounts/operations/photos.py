"""A member's photo: taken in sealed, made anew by a job, shown in place of the initials, shredded."""

from datetime import datetime

from django.db import transaction

from accounts import limits
from accounts.facts import PhotoReceived
from accounts.models import Member, Profile
from accounts.operations.profiles import lock_profile
from accounts.people import has_any_photo
from accounts.queries import as_member
from accounts.tie_facts import ProfileChanged
from common.access import SYSTEM, Actor, allow
from common.files.keeping import receive_upload, shred_file
from common.files.uploads import SealedUpload
from common.limits import hit_all
from common.models import FileState, StoredFile
from outbox.facts import record

FILE_PURPOSE = "profile.photo"


@transaction.atomic
def add_photo(*, actor: Actor, upload: SealedUpload, now: datetime) -> Profile:
    """Take a picture into quarantine; a job makes it safe, and only then does it replace the former one.

    A picture that still waits is replaced at once.

    Raises: NeedsSignIn, TooMany, the kinds of ``BadFile``.
    """
    member = as_member(actor)
    allow(actor, "accounts.edit-profile", member)
    hit_all([(limits.PHOTOS_BY_MEMBER, member.public_id)])
    profile = _locked(member.pk)
    waiting = profile.photo_waiting
    profile.photo_waiting = receive_upload(upload, owner=f"member:{member.public_id}", purpose=FILE_PURPOSE)
    profile.save(update_fields=["photo_waiting"])
    _shred(waiting, actor=actor, policy="replaced", now=now)
    record(PhotoReceived(file_id=profile.photo_waiting.pk), subject=f"member:{member.public_id}")
    return profile


def note_photo_made(file: StoredFile, *, now: datetime) -> None:
    """The decoder is done: the new photo is shown and the former destroyed, or the owner reads why not.

    In the transaction that ends the file. One that was taken back meanwhile changes nothing.
    """
    found = Profile.objects.filter(photo_waiting=file).values_list("member_id", flat=True).first()
    profile = None if found is None else lock_profile(found)
    if profile is None or profile.photo_waiting_id != file.pk or file.state != FileState.READY:
        return
    former, profile.photo, profile.photo_waiting = profile.photo, file, None
    profile.save(update_fields=["photo", "photo_waiting"])
    _shred(former, actor=SYSTEM, policy="replaced", now=now)
    _tell(profile.member, now=now)


@transaction.atomic
def remove_photo(*, actor: Actor, now: datetime) -> None:
    """The initials stand there again; the picture is shredded at once. Repeating changes nothing.

    Raises: NeedsSignIn.
    """
    member = as_member(actor)
    allow(actor, "accounts.edit-profile", member)
    take_photo_away(member, actor=actor, policy="taken-back", now=now)


def take_photo_away(member: Member, *, actor: Actor, policy: str, now: datetime) -> bool:
    """Inside the caller's transaction, whoever may. Whether there was one."""
    if not has_any_photo(member.pk):
        return False
    profile = _locked(member.pk)
    files = [file for file in (profile.photo, profile.photo_waiting) if file is not None]
    if not files:
        return False
    profile.photo = profile.photo_waiting = None
    profile.save(update_fields=["photo", "photo_waiting"])
    for file in files:
        _shred(file, actor=actor, policy=policy, now=now)
    _tell(member, now=now)
    return True


def _locked(member_id: int) -> Profile:
    """The waiting file first, then the profile: in this order the decoder's end takes them, too."""
    waiting = Profile.objects.filter(pk=member_id).values("photo_waiting")
    list(StoredFile.objects.select_for_update().filter(pk__in=waiting))
    return lock_profile(member_id)


def _shred(file: StoredFile | None, *, actor: Actor, policy: str, now: datetime) -> None:
    if file is not None:
        shred_file(file, actor=actor, policy=policy, now=now)


def _tell(member: Member, *, now: datetime) -> None:
    fact = ProfileChanged(member_id=member.pk, fields=["photo"], occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")
