"""Where drawn pictures are kept: files named by what stands on them, so that an address never changes."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "posters"
# A file is older than its row for a moment only.
GRACE = timedelta(hours=1)


def path_of(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.png"


def is_kept(digest: str) -> bool:
    return default_storage.exists(path_of(digest))


def keep(digest: str, picture: bytes) -> None:
    """Keeping the same contents again changes nothing."""
    if not is_kept(digest):
        default_storage.save(path_of(digest), ContentFile(picture))


def read(digest: str) -> bytes | None:
    try:
        with default_storage.open(path_of(digest)) as file:
            return io.BytesIO(file.read()).getvalue()
    except FileNotFoundError:
        return None


def drop(digest: str) -> None:
    default_storage.delete(path_of(digest))


def old_ones(now: datetime) -> Iterator[str]:
    """Digests of files that are past their grace."""
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            if default_storage.get_modified_time(f"{FOLDER}/{folder}/{name}") < now - GRACE:
                yield name.removesuffix(".png")
