"""What a file is, by its first bytes; what it says it is must agree. No decoding."""

import re
import unicodedata
from enum import StrEnum
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid

# As many first bytes as ``sniff`` wants to see.
HEAD_BYTES = 64


class MediaType(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


_EXTENSIONS = {
    "jpg": MediaType.JPEG,
    "jpeg": MediaType.JPEG,
    "jfif": MediaType.JPEG,
    "png": MediaType.PNG,
    "webp": MediaType.WEBP,
}
_DECLARED = {"image/jpg": MediaType.JPEG, "image/pjpeg": MediaType.JPEG, "image/x-png": MediaType.PNG}


class BadFile(Invalid):
    """Refused at the door. ``code`` says why."""

    code = "bad-file"
    message = _("This file can't be used.")


class EmptyFile(BadFile):
    code = "empty-file"
    message = _("The file is empty. Please choose the picture again.")


class TooLarge(BadFile):
    code = "file-too-large"
    message = _("The file is larger than %(megabytes)s MB. Please choose a smaller picture.")
    status = 413


class NoPicture(BadFile):
    code = "no-picture"
    message = _("This is not a JPEG, PNG or WebP picture. You can take a photo of the document instead.")


class IsPdf(NoPicture):
    code = "pdf-file"
    message = _("PDF files can't be used. Please take a photo of the page or a screenshot of it.")


class IsHeic(NoPicture):
    code = "heic-file"
    message = _(
        "This picture is in the HEIC format. Please save it as JPEG, or take the photo from this page."
    )


class LyingType(BadFile):
    code = "lying-type"
    message = _("The file's name or type doesn't fit what is inside. Please save it again as JPEG or PNG.")


class OddName(BadFile):
    code = "odd-file-name"
    message = _("The file's name has characters that can't be shown. Please rename it.")


def sniff(head: bytes) -> MediaType:
    """Raises: NoPicture and its kinds, EmptyFile."""
    if not head:
        raise EmptyFile
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return MediaType.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if b"%PDF-" in head:
        raise IsPdf
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        raise IsHeic
    raise NoPicture


def check_declared(*, name: str, content_type: str, head: bytes) -> MediaType:
    """What the file is, if its name, its declared type and its first bytes say the same.

    The name is only looked at, never kept: of ``a.php.jpg`` remains that it is a JPEG.

    Raises: EmptyFile, NoPicture, IsPdf, IsHeic, LyingType, OddName.
    """
    found = sniff(head)
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for char in name):
        raise OddName
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    declared = re.split(r"[;\s]", content_type.strip().lower())[0]
    said = _DECLARED.get(declared, declared)
    if _EXTENSIONS.get(extension) != found or said != found:
        raise LyingType
    return found
