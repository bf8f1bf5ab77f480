"""Uploads go from the socket into a sealed blob: no readable byte touches the disk, nothing is decoded.

This replaces Django's own upload handlers, which keep large files readable under /tmp. A file that no
operation takes over is removed at the end of the request; its key was only ever in memory.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from common.files import blobs
from common.images.recipes import MAX_BYTES
from common.images.sniffing import HEAD_BYTES, MediaType, TooLarge, check_declared

if TYPE_CHECKING:
    _UploadedFile = UploadedFile[Any]
else:
    _UploadedFile = UploadedFile

# Of one request; what comes after the last one is not stored.
MAX_FILES = 4
TEAM_BYTES = 64 * 1024 * 1024


class SealedUpload(_UploadedFile):
    """A file as it arrived: sealed on disk, its key in memory until an operation takes it over."""

    def __init__(self, *, name: str, content_type: str, writer: blobs.SealingWriter, key: bytes) -> None:
        super().__init__(file=None, name=name, content_type=content_type, size=writer.size)
        self.blob = writer.name
        self.key = key
        self.head = b""
        self.sha256 = ""
        self.is_too_large = False
        self.is_taken = False

    def check_picture(self) -> MediaType:
        """What it is, by its first bytes. Raises: TooLarge and the kinds of ``BadFile``."""
        if self.is_too_large or (self.size or 0) > MAX_BYTES:
            raise TooLarge(megabytes=MAX_BYTES // (1024 * 1024))
        name, declared = self.name or "", self.content_type or ""
        return check_declared(name=name, content_type=declared, head=self.head)

    def lines_of_text(self) -> Iterator[bytes]:
        """The bytes again, in chunks, for text that is only cut into lines: nothing is decoded as a picture.

        Raises: TooLarge.
        """
        if self.is_too_large:
            raise TooLarge(megabytes=MAX_BYTES // (1024 * 1024))
        return blobs.read_chunks(self.key, self.blob)

    def close(self) -> None:
        """Called by Django at the end of the request."""
        if not self.is_taken:
            blobs.remove(self.blob)
        self.key = b"" if not self.is_taken else self.key

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, opened in memory piece by piece: for texts, such as a file of codes.

        Pictures are never read here: the job that decodes them does.
        """
        return iter(()) if self.is_too_large else blobs.read_chunks(self.key, self.blob)

    def read(self, *args: Any) -> bytes:
        return b"".join(self.chunks())

    def seek(self, *args: Any) -> int:
        return 0

    @property
    def closed(self) -> bool:
        return True


class SealingUploadHandler(FileUploadHandler):
    """Counts bytes while they come; beyond the limit they are dropped and the file says so."""

    chunk_size = blobs.CHUNK_BYTES

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._files = 0
        # The team imports lists; members send pictures.
        is_team = request is not None and request.path.startswith("/admin/")
        self._limit = TEAM_BYTES if is_team else MAX_BYTES
        self._writer: blobs.SealingWriter | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._files += 1
        self._key = os.urandom(32)
        self._hash = hashlib.sha256()
        self._head = b""
        self._too_large = self._files > MAX_FILES
        self._writer = blobs.SealingWriter(self._key, blobs.new_name())
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        writer = self._writer
        if writer is None or self._too_large:
            return
        if writer.size + len(raw_data) > self._limit:
            self._too_large = True
            return
        if len(self._head) < HEAD_BYTES:
            self._head = (self._head + raw_data)[:HEAD_BYTES]
        self._hash.update(raw_data)
        writer.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        writer, self._writer = self._writer, None
        if writer is None:
            return None
        upload = SealedUpload(
            name=self.file_name or "", content_type=self.content_type or "", writer=writer, key=self._key
        )
        upload.head, upload.sha256, upload.is_too_large = self._head, self._hash.hexdigest(), self._too_large
        if self._too_large:
            writer.abandon()
        else:
            writer.finish()
        upload.size = max(file_size, 1) if self._too_large else writer.size
        return upload

    def upload_interrupted(self) -> None:
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None
