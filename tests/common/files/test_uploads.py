import pytest
from django.core.files.uploadhandler import StopFutureHandlers

from common.files import blobs
from common.files.uploads import MAX_FILES, SealedUpload, SealingUploadHandler
from common.images.recipes import MAX_BYTES
from common.images.sniffing import EmptyFile, IsHeic, NoPicture, OddName, TooLarge
from tests.factories.pictures import arrived, picture


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", EmptyFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NoPicture),
        (b"GIF89a" + bytes(60), NoPicture),
        (b"\0\0\0\x18ftypheic" + bytes(60), IsHeic),
        (picture() + bytes(MAX_BYTES), TooLarge),
    ],
    ids=["empty", "svg", "gif", "heic", "large"],
)
def test_is_refused_by_its_first_bytes_or_size(body, refusal):
    with pytest.raises(refusal):
        arrived(body).check_picture()


@pytest.mark.parametrize("name", ["a\u202egpj.exe.jpg", "a\0.jpg", "a\u200b.jpg", "a\n.jpg"])
def test_a_name_that_hides_something_is_refused(name):
    with pytest.raises(OddName):
        arrived(name=name).check_picture()


@pytest.mark.parametrize("name", ["card.jpg", "CARD.JPEG", "名片 2026.jpg", "a.php.jpg", "C:\\x\\card.jpg"])
def test_an_honest_name_is_fine(name):
    assert arrived(name=name).check_picture() == "image/jpeg"


def test_beyond_the_limit_nothing_is_kept_on_disk():
    upload = arrived(picture() + bytes(MAX_BYTES))
    assert upload.is_too_large and not blobs.path_of(upload.blob).exists()


def test_a_text_can_be_read_piece_by_piece():
    body = b"CODE-1\n" * 20_000
    assert b"".join(arrived(body, name="a.csv", content_type="text/csv").chunks()) == body


def test_the_team_may_import_long_lists_and_members_may_not(rf):
    for path, is_too_large in (("/admin/gifts/", False), ("/certify/", True)):
        handler = SealingUploadHandler(rf.post(path))
        with pytest.raises(StopFutureHandlers):
            handler.new_file("file", "codes.csv", "text/csv", 0)
        for at in range(0, MAX_BYTES + handler.chunk_size, handler.chunk_size):
            handler.receive_data_chunk(b"0" * handler.chunk_size, at)
        upload = handler.file_complete(0)
        assert isinstance(upload, SealedUpload) and upload.is_too_large is is_too_large
        upload.close()


def test_there_is_an_end_to_files_in_one_request():
    assert MAX_FILES <= 4
