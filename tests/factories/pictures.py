"""Pictures as people send them, and uploads as they arrive."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.files.uploads import SealedUpload, SealingUploadHandler


def picture(
    format: str = "JPEG", *, size: tuple[int, int] = (320, 200), mode: str = "RGB", **save: Any
) -> bytes:
    """Something with detail in it."""
    out = BytesIO()
    gradient = Image.linear_gradient("L").resize(size)
    gradient.convert(mode).save(out, format, **save)
    return out.getvalue()


def sent(body: bytes | None = None, *, name: str = "card.jpg", content_type: str = "image/jpeg") -> Any:
    """For the test client's ``post``."""
    return SimpleUploadedFile(name, picture() if body is None else body, content_type)


def arrived(
    body: bytes | None = None, *, name: str = "card.jpg", content_type: str = "image/jpeg"
) -> SealedUpload:
    """What an operation gets."""
    body = picture() if body is None else body
    handler = SealingUploadHandler()
    try:
        handler.new_file("file", name, content_type, len(body))
    except Exception as stop:
        assert type(stop).__name__ == "StopFutureHandlers"
    for at in range(0, len(body), handler.chunk_size):
        handler.receive_data_chunk(body[at : at + handler.chunk_size], at)
    upload = handler.file_complete(len(body))
    assert isinstance(upload, SealedUpload)
    return upload
