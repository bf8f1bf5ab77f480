import pytest

from common.files import blobs
from common.files.uploads import MAX_FILES
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


def test_nothing_that_serves_pages_can_read_an_upload():
    with pytest.raises(TypeError):
        arrived().read()


def test_there_is_an_end_to_files_in_one_request():
    assert MAX_FILES <= 4
