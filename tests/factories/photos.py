"""Members with a photo that did not come through the decoder: the test is about something else."""

from typing import Any

from accounts.models import Member, Profile
from common.crypto import create_key, unwrap
from common.files import blobs
from common.models import StoredBlob, StoredFile


def photo_of(member: Member, **more: Any) -> Profile:
    """Shown already; its blobs hold no picture."""
    file = ready_file(member, purpose="profile.photo")
    profile, _ = Profile.objects.update_or_create(member=member, defaults={"photo": file, **more})
    return profile


def ready_file(member: Member, *, purpose: str) -> StoredFile:
    owner = f"member:{member.public_id}"
    key = create_key(owner)
    file = StoredFile(owner=owner, purpose=purpose, state="ready", key=key, size=1)
    file.sha256_sealed = key.encrypt("0" * 64, aad=f"storedfile:{file.public_id}:sha256")
    file.media_type = "image/jpeg"
    file.save()
    body = b"not a picture"
    for variant in ("small", "large"):
        name = blobs.write(unwrap(key), body)
        StoredBlob.objects.create(file=file, variant=variant, name=name, size=len(body))
    return file
