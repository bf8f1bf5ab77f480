"""Sealed blobs on disk: random names, written and read in chunks, nothing readable in between.

A blob is a header and chunks of AES-256-GCM. Each chunk's nonce carries its number and whether it is the
last, so that chunks can't be swapped, repeated or cut off; the blob's name is authenticated with each, so
that blobs can't be swapped either.
"""

import os
import secrets
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from common.crypto import CannotDecrypt

CHUNK_BYTES = 64 * 1024
_MAGIC = b"GXB1"
_TAG_BYTES = 16
_PREFIX_BYTES = 7


class BlobMissing(Exception):
    """There is no such blob (any more)."""


def new_name() -> str:
    return secrets.token_hex(20)


def folder() -> Path:
    """Outside any web root; only the service's own user may enter."""
    return Path(settings.FILES_DIR)


def path_of(name: str) -> Path:
    return folder() / name[:2] / name


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, is_last)


class SealingWriter:
    """Takes a stream in pieces of any size; the blob exists once ``finish`` was called."""

    def __init__(self, key: bytes, name: str) -> None:
        self.name = name
        self.size = 0
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(_PREFIX_BYTES)
        self._number = 0
        self._buffer = bytearray()
        self._draft = path_of(name).with_suffix(".part")
        self._draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._out = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._out.write(_MAGIC + self._prefix)

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        self._buffer += piece
        while len(self._buffer) > CHUNK_BYTES:
            self._seal(bytes(self._buffer[:CHUNK_BYTES]), is_last=False)
            del self._buffer[:CHUNK_BYTES]

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._out.write(self._cipher.encrypt(nonce, chunk, self.name.encode()))
        self._number += 1

    def finish(self) -> None:
        self._seal(bytes(self._buffer), is_last=True)
        self._buffer.clear()
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()
        self._draft.rename(path_of(self.name))

    def abandon(self) -> None:
        """Nothing stays. Repeating is harmless."""
        self._buffer.clear()
        self._out.close()
        self._draft.unlink(missing_ok=True)


def write(key: bytes, body: bytes) -> str:
    """Seal ``body`` into a new blob; returns its name."""
    writer = SealingWriter(key, new_name())
    try:
        writer.write(body)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return writer.name


def read_chunks(key: bytes, name: str) -> Iterator[bytes]:
    """Raises: BlobMissing, CannotDecrypt (edited, cut off, swapped or another key)."""
    try:
        source = path_of(name).open("rb")
    except FileNotFoundError as error:
        raise BlobMissing(name) from error
    with source:
        head = source.read(len(_MAGIC) + _PREFIX_BYTES)
        if not head.startswith(_MAGIC):
            raise CannotDecrypt
        yield from _opened(source, AESGCM(key), head[len(_MAGIC) :], name)


def _opened(source: object, cipher: AESGCM, prefix: bytes, name: str) -> Iterator[bytes]:
    read = source.read  # type: ignore[attr-defined]
    number, sealed = 0, read(CHUNK_BYTES + _TAG_BYTES)
    while True:
        following = read(CHUNK_BYTES + _TAG_BYTES)
        nonce = _nonce(prefix, number, is_last=not following)
        try:
            yield cipher.decrypt(nonce, sealed, name.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotDecrypt from error
        if not following:
            return
        number, sealed = number + 1, following


def read(key: bytes, name: str) -> bytes:
    """Raises: BlobMissing, CannotDecrypt."""
    return b"".join(read_chunks(key, name))


def remove(name: str) -> None:
    """Repeating is harmless."""
    path_of(name).unlink(missing_ok=True)
    path_of(name).with_suffix(".part").unlink(missing_ok=True)


def older_than(before: datetime) -> Iterator[str]:
    """Names of blobs and drafts last written before ``before``."""
    for path in folder().glob("??/*"):
        try:
            if path.stat().st_mtime < before.timestamp():
                yield path.stem
        except FileNotFoundError:
            continue
