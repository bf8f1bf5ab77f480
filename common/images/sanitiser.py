"""A foreign picture in, harmless pictures out. The decoding happens in a limited child process."""

import json
import signal
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.images.recipes import LIMITS, Limits, Recipe
from common.images.sniffing import MediaType

_DECODER = Path(__file__).with_name("decoder.py")
# What the variants are encoded as.
MADE_TYPE = MediaType.JPEG
_FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.WEBP: "WEBP"}

# Why a picture was refused, for the person who sent it.
REFUSALS: dict[str, Promise] = {
    "unreadable": _("The picture is damaged or incomplete."),
    "lying-type": _("The file is not what it says it is."),
    "too-small": _("The picture is too small to read anything."),
    "too-many-pixels": _("The picture has too many pixels."),
    "too-heavy": _("The picture is too complicated to open safely."),
}


class PictureRefused(Exception):
    """Not a picture that may be kept. ``code`` is a key of ``REFUSALS``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class DecoderBroken(Exception):
    """Our own fault: the child could not start or said nonsense. Worth another try."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """One variant, encoded anew as ``MADE_TYPE``."""

    name: str
    width: int
    height: int
    body: bytes = field(repr=False)


def sanitise(data: bytes, *, media_type: MediaType, recipe: Recipe, limits: Limits = LIMITS) -> list[Made]:
    """The recipe's variants, without metadata, upright, stamped; in the recipe's order.

    Raises: PictureRefused (whatever the file did to its decoder), DecoderBroken.
    """
    order = {
        "format": _FORMATS[media_type],
        "pixels": limits.pixels,
        "side": limits.side,
        "variants": [asdict(variant) for variant in recipe.variants],
        "stamp": recipe.stamp,
        "font": str(getattr(settings, "STAMP_FONT", "")),
    }
    head = json.dumps(order).encode()
    command = [sys.executable, "-I", str(_DECODER), str(limits.memory_bytes), str(limits.cpu_seconds)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    )
    try:
        out, _unused = process.communicate(
            struct.pack(">I", len(head)) + head + data, timeout=limits.wall_seconds
        )
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise PictureRefused("too-heavy") from error
    return _read(out, process.returncode)


def _read(out: bytes, status: int) -> list[Made]:
    if status in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
        raise PictureRefused("too-heavy")
    if status != 0 or len(out) < 4:
        raise DecoderBroken(f"status {status}")
    length = struct.unpack(">I", out[:4])[0]
    answer, rest = json.loads(out[4 : 4 + length]), out[4 + length :]
    if not answer["ok"]:
        raise PictureRefused(answer["code"] if answer["code"] in REFUSALS else "unreadable")
    made, at = [], 0
    for one in answer["variants"]:
        body = rest[at : at + one["length"]]
        at += one["length"]
        made.append(Made(name=one["name"], width=one["width"], height=one["height"], body=body))
    return made
