"""The life of a stored picture: received sealed, made anew by a job, shown, shredded.

An app that takes pictures has an operation that calls ``receive_upload`` and enqueues its own job in the
same transaction; the job (queue ``pictures``, not transactional) calls ``sanitise_file``.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from common import crypto
from common.access import SYSTEM, Actor
from common.errors import NotFound, Stale
from common.files import blobs, receipts
from common.files.uploads import SealedUpload
from common.images.recipes import Recipe
from common.images.sanitiser import Made, PictureRefused, sanitise
from common.images.sniffing import MediaType
from common.models import DataKey, FileState, StoredBlob, StoredFile

ORIGINAL = "original"
logger = logging.getLogger(__name__)


def receive_upload(upload: SealedUpload, *, owner: str, purpose: str) -> StoredFile:
    """Take an arrived file over into quarantine, in the caller's transaction. Nothing is decoded here.

    If that transaction is rolled back, what lies on disk has lost its key and is swept away.

    Raises: the kinds of ``BadFile`` (too large, not a picture, lying about its type).
    """
    media_type = upload.check_picture()
    key = crypto.new_key(owner, secret=upload.key)
    key.save(force_insert=True)
    file = StoredFile(owner=owner, purpose=purpose, key=key, media_type=media_type, size=upload.size or 0)
    file.same_as = crypto.blind_index(upload.sha256, purpose="file")
    file.sha256_sealed = key.encrypt(upload.sha256, aad=_hash_place(file))
    file.save(force_insert=True)
    StoredBlob.objects.create(file=file, variant=ORIGINAL, name=upload.blob, size=file.size)
    upload.is_taken = True
    return file


def _hash_place(file: StoredFile) -> str:
    return f"storedfile:{file.public_id}:sha256"


Then = Callable[[StoredFile], object]


def sanitise_file(file_id: int, *, recipe: Recipe, then: Then) -> StoredFile | None:
    """Decode a quarantined picture in a limited process and keep only what was made anew of it.

    ``then`` runs in the transaction that makes the file ready or refuses it (``file.state`` tells). The
    original is removed either way. Call it outside a transaction. Repeating after the end does nothing
    and returns None.

    Raises: DecoderBroken (worth another try).
    """
    file = StoredFile.objects.select_related("key").filter(pk=file_id).first()
    if file is None or file.state != FileState.QUARANTINED:
        return None
    try:
        made = _make(file, recipe)
    except (PictureRefused, crypto.KeyShredded, crypto.CannotDecrypt, blobs.BlobMissing) as reason:
        code = reason.code if isinstance(reason, PictureRefused) else "unreadable"
        return _end(file, [], then, refusal=code)
    secret = crypto.unwrap(file.key)
    written = [(one, blobs.write(secret, one.body)) for one in made]
    return _end(file, written, then)


def _make(file: StoredFile, recipe: Recipe) -> list[Made]:
    name = file.blobs.values_list("name", flat=True).filter(variant=ORIGINAL).first()
    if name is None:
        raise PictureRefused("unreadable")
    data = blobs.read(crypto.unwrap(file.key), name)
    return sanitise(data, media_type=MediaType(file.media_type), recipe=recipe)


def _end(
    file: StoredFile, written: list[tuple[Made, str]], then: Then, *, refusal: str = ""
) -> StoredFile | None:
    try:
        with transaction.atomic():
            if refusal:
                file.refuse(actor=SYSTEM, code=refusal)
            else:
                file.make_ready(actor=SYSTEM)
            old = list(file.blobs.values_list("name", flat=True))
            file.blobs.all().delete()
            StoredBlob.objects.bulk_create(
                StoredBlob(
                    file=file,
                    variant=made.name,
                    name=name,
                    size=len(made.body),
                    width=made.width,
                    height=made.height,
                )
                for made, name in written
            )
            then(file)
            transaction.on_commit(lambda: _remove(old))
    except BaseException as error:
        _remove([name for _, name in written])
        if isinstance(error, Stale):  # shredded, or sanitised by a twin, this very moment
            return None
        raise
    logger.info("file.%s id=%s", file.state, file.public_id)
    return file


def _remove(names: list[str]) -> None:
    for name in names:
        blobs.remove(name)


def find_blob(file: StoredFile, variant: str) -> StoredBlob:
    """Raises: NotFound (still in quarantine, refused, shredded, or no such variant)."""
    if file.state != FileState.READY:
        raise NotFound
    blob = file.blobs.filter(variant=variant).first()
    if blob is None:
        raise NotFound
    return blob


def read_variant(file: StoredFile, variant: str) -> Iterator[bytes]:
    """The decrypted variant in pieces; it exists only in memory. The caller has a purpose and logs it.

    Raises: NotFound; while it is read CannotDecrypt, BlobMissing.
    """
    blob = find_blob(file, variant)
    try:
        secret = crypto.unwrap(file.key)
    except crypto.KeyShredded as error:
        raise NotFound from error
    return blobs.read_chunks(secret, blob.name)


def shred_file(file: StoredFile, *, actor: Actor, policy: str, now: datetime) -> str:
    """Destroy the key, then the blobs; returns the signed receipt. Repeating gives the same receipt.

    Needs an open transaction. Backups of the blobs are noise from then on.
    """
    if file.state == FileState.SHREDDED:
        return file.receipt
    sha256 = file.key.decrypt(file.sha256_sealed, aad=_hash_place(file))
    receipt = receipts.write_receipt(file, sha256=sha256, policy=policy, now=now)
    file.shred(actor=actor, why=policy, receipt=receipt)
    crypto.shred_key(file.key_id)
    names = list(file.blobs.values_list("name", flat=True))
    file.blobs.all().delete()
    transaction.on_commit(lambda: _remove(names))
    return receipt


def sweep_blobs(*, before: datetime, limit: int = 1000) -> int:
    """Remove blobs that no row knows and that are older than ``before``; returns how many. Repeatable."""
    done = 0
    old = iter(blobs.older_than(before))
    while done < limit:
        names = [name for name, _ in zip(old, range(200), strict=False)]
        if not names:
            break
        known = set(StoredBlob.objects.filter(name__in=names).values_list("name", flat=True))
        for name in set(names) - known:
            blobs.remove(name)
            done += 1
    return done


def keep_made(
    *, owner: str, purpose: str, key: DataKey, blob: str, size: int, sha256: str, media_type: str
) -> StoredFile:
    """Take over a blob that the house itself made, ready at once, in the caller's transaction.

    ``key`` is saved already; shredding it has to be enough to make the blob noise.
    """
    file = StoredFile(
        owner=owner, purpose=purpose, key=key, media_type=media_type, size=size, state=FileState.READY
    )
    file.same_as = crypto.blind_index(sha256, purpose="file")
    file.sha256_sealed = key.encrypt(sha256, aad=_hash_place(file))
    file.save(force_insert=True)
    StoredBlob.objects.create(file=file, variant=ORIGINAL, name=blob, size=size)
    return file
