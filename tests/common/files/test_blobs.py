import os

import pytest

from common.crypto import CannotDecrypt
from common.files import blobs

KEY = bytes(range(32))
SIZES = [0, 1, blobs.CHUNK_BYTES - 1, blobs.CHUNK_BYTES, blobs.CHUNK_BYTES + 1, 3 * blobs.CHUNK_BYTES + 5]


@pytest.mark.parametrize("size", SIZES)
def test_gives_back_what_was_written(size):
    body = os.urandom(size)
    name = blobs.write(KEY, body)
    assert blobs.read(KEY, name) == body
    assert body[:64] not in blobs.path_of(name).read_bytes() or size < 16


def test_only_the_service_itself_may_read_it():
    path = blobs.path_of(blobs.write(KEY, b"x"))
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_another_key_opens_nothing():
    with pytest.raises(CannotDecrypt):
        blobs.read(bytes(32), blobs.write(KEY, b"x"))


@pytest.mark.parametrize("size", [10, 3 * blobs.CHUNK_BYTES])
def test_an_edited_blob_is_an_error(size):
    name = blobs.write(KEY, os.urandom(size))
    raw = bytearray(blobs.path_of(name).read_bytes())
    raw[-1] ^= 1
    blobs.path_of(name).write_bytes(raw)
    with pytest.raises(CannotDecrypt):
        blobs.read(KEY, name)


@pytest.mark.parametrize("kept", [1, 2])
def test_a_blob_that_was_cut_at_a_chunk_is_an_error(kept):
    name = blobs.write(KEY, os.urandom(3 * blobs.CHUNK_BYTES))
    raw = blobs.path_of(name).read_bytes()
    blobs.path_of(name).write_bytes(raw[: 11 + kept * (blobs.CHUNK_BYTES + 16)])
    with pytest.raises(CannotDecrypt):
        blobs.read(KEY, name)


def test_chunks_cannot_change_places():
    name = blobs.write(KEY, os.urandom(3 * blobs.CHUNK_BYTES))
    raw, size = blobs.path_of(name).read_bytes(), blobs.CHUNK_BYTES + 16
    head, first, second, rest = (
        raw[:11],
        raw[11 : 11 + size],
        raw[11 + size : 11 + 2 * size],
        raw[11 + 2 * size :],
    )
    blobs.path_of(name).write_bytes(head + second + first + rest)
    with pytest.raises(CannotDecrypt):
        blobs.read(KEY, name)


def test_blobs_cannot_change_places():
    one, other = blobs.write(KEY, b"one"), blobs.write(KEY, b"other")
    blobs.path_of(one).write_bytes(blobs.path_of(other).read_bytes())
    with pytest.raises(CannotDecrypt):
        blobs.read(KEY, one)


def test_removing_twice_is_harmless():
    name = blobs.write(KEY, b"x")
    blobs.remove(name)
    blobs.remove(name)
    with pytest.raises(blobs.BlobMissing):
        blobs.read(KEY, name)


def test_an_abandoned_write_leaves_nothing():
    writer = blobs.SealingWriter(KEY, blobs.new_name())
    writer.write(os.urandom(200_000))
    writer.abandon()
    assert not list(blobs.path_of(writer.name).parent.glob(f"{writer.name}*"))
