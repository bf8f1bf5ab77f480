from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from common import crypto, signing
from common.access import SYSTEM
from common.errors import NotFound
from common.files import blobs, keeping, receipts
from common.images.recipes import Recipe, Variant
from common.images.sniffing import IsPdf, LyingType
from common.models import DataKey, FileState, StoredBlob, StoredFile
from tests.factories.pictures import arrived, picture

pytestmark = pytest.mark.django_db(transaction=True)
RECIPE = Recipe(
    variants=(
        Variant(name="page", width=200, height=200),
        Variant(name="face", width=48, height=48, crop=True),
    )
)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def receive(upload=None):
    from django.db import transaction

    with transaction.atomic():
        return keeping.receive_upload(upload or arrived(), owner="member:x", purpose="test")


def sanitise(file, then=lambda file: None):
    return keeping.sanitise_file(file.pk, recipe=RECIPE, then=then)


def shred(file):
    from django.db import transaction

    with transaction.atomic():
        return keeping.shred_file(file, actor=SYSTEM, policy="test-over", now=NOW)


def names(file):
    return list(StoredBlob.objects.filter(file_id=file.pk).values_list("name", flat=True))


def test_what_arrives_is_in_quarantine_and_cannot_be_seen():
    file = receive()
    assert file.state == FileState.QUARANTINED
    with pytest.raises(NotFound):
        keeping.read_variant(file, "original")


def test_nothing_readable_lies_on_the_disk():
    body = picture()
    file = receive(arrived(body))
    assert body[:40] not in blobs.path_of(names(file)[0]).read_bytes()
    assert blobs.read(crypto.unwrap(file.key), names(file)[0]) == body


def test_sanitising_keeps_only_what_was_made_anew():
    body = picture(comment=b"PLANTED")
    file = receive(arrived(body))
    original = names(file)[0]
    ready = sanitise(file)
    assert ready.state == FileState.READY and not blobs.path_of(original).exists()
    sizes = {blob.variant: (blob.width, blob.height) for blob in ready.blobs.all()}
    assert sizes == {"page": (200, 125), "face": (48, 48)}
    shown = b"".join(keeping.read_variant(ready, "page"))
    assert Image.open(BytesIO(shown)).size == (200, 125) and b"PLANTED" in body and b"PLANTED" not in shown


def test_sanitising_twice_does_nothing_more():
    file = receive()
    sanitise(file)
    before = names(file)
    assert sanitise(file) is None and names(file) == before


def test_a_damaged_picture_is_refused_and_removed():
    file = receive(arrived(picture()[:400]))
    told: list[StoredFile] = []
    original = names(file)[0]
    refused = sanitise(file, told.append)
    assert (refused.state, refused.refusal) == (FileState.REFUSED, "unreadable")
    assert told == [refused] and not names(file) and not blobs.path_of(original).exists()


def test_when_the_follow_up_fails_nothing_changed_and_no_blob_stays():
    file = receive()
    before = set(blobs.folder().glob("??/*"))

    def fail(file):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        sanitise(file, fail)
    assert StoredFile.objects.get().state == FileState.QUARANTINED
    assert set(blobs.folder().glob("??/*")) == before


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        ({"body": b"%PDF-1.7"}, IsPdf),
        ({"name": "card.png"}, LyingType),
        ({"content_type": "image/png"}, LyingType),
    ],
)
def test_what_lies_about_itself_is_not_taken_over(upload, refusal):
    with pytest.raises(refusal):
        receive(arrived(**upload))
    assert not StoredFile.objects.exists() and not DataKey.objects.exists()


def test_an_upload_that_nobody_takes_over_is_gone_with_the_request():
    upload = arrived()
    assert blobs.path_of(upload.blob).exists()
    upload.close()
    assert not blobs.path_of(upload.blob).exists()


def test_shredding_destroys_the_key_then_the_blobs_and_gives_a_receipt():
    file = sanitise(receive())
    gone = names(file)
    copies = {name: blobs.path_of(name).read_bytes() for name in gone}  # as a backup would have them
    receipt = shred(file)
    assert not names(file) and not any(blobs.path_of(name).exists() for name in gone)
    with pytest.raises(crypto.KeyShredded):
        crypto.unwrap(DataKey.objects.get(pk=file.key_id))
    assert receipts.read_receipt(receipt)["policy"] == "test-over"
    assert all(picture()[:20] not in copy for copy in copies.values())
    with pytest.raises(NotFound):
        keeping.read_variant(StoredFile.objects.get(), "page")


def test_shredding_twice_gives_the_same_receipt():
    file = sanitise(receive())
    assert shred(file) == shred(StoredFile.objects.get())


def test_the_receipt_names_the_file_that_was_sent_in():
    import hashlib

    body = picture(quality=60)
    receipt = receipts.read_receipt(shred(sanitise(receive(arrived(body)))))
    assert receipt["sha256"] == hashlib.sha256(body).hexdigest()
    assert receipt["destroyed_at"] == int(NOW.timestamp())


def test_an_edited_receipt_is_not_ours():
    head, body, signature = shred(sanitise(receive())).split(".")
    with pytest.raises(signing.BadToken):
        receipts.read_receipt(f"{head}.{body[:-2]}{'AA' if body[-2:] != 'AA' else 'BB'}.{signature}")


def test_a_receipt_without_algorithm_is_not_ours():
    import base64
    import json

    body = shred(sanitise(receive())).split(".")[1]
    head = (
        base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": receipts.TYPE}).encode())
        .decode()
        .rstrip("=")
    )
    with pytest.raises(signing.BadToken):
        receipts.read_receipt(f"{head}.{body}.")


def test_the_sweep_removes_only_old_blobs_that_no_row_knows():
    file = sanitise(receive())
    loose = blobs.write(bytes(32), b"noise")
    assert keeping.sweep_blobs(before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert keeping.sweep_blobs(before=datetime.now(UTC) + timedelta(hours=1)) >= 1
    assert not blobs.path_of(loose).exists() and all(blobs.path_of(name).exists() for name in names(file))


def test_the_same_picture_is_found_again_by_a_keyed_index():
    import hashlib

    body = picture(quality=70)
    one, other = receive(arrived(body)), receive(arrived(body))
    assert one.same_as == other.same_as != hashlib.sha256(body).hexdigest()
