"""Fonts for posters: Noto Sans CJK from its package, else the system's, else Latin letters alone."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from PIL import ImageFont

NORMAL: Final = 400
STRONG: Final = 700
_BEYOND: Final = "\U0010ffff"  # no font has it: what is drawn instead of a missing sign

# (file, face in it, file of the strong face). Simplified Chinese is the third face of Noto's collections.
_SYSTEM: Final = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2, "NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2, "NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2, "NotoSansCJK-Bold.ttc"),
    ("/System/Library/Fonts/PingFang.ttc", 2, ""),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0, ""),
    ("C:/Windows/Fonts/msyh.ttc", 0, "msyhbd.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0, ""),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0, ""),
)

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, kw_only=True)
class Face:
    """``strong``: the file of the heavier weight; "" where there is none or the weight can be set."""

    path: str
    index: int
    strong: str
    has_weights: bool

    @property
    def name(self) -> str:
        return Path(self.path).name


def _candidates() -> Iterator[Face]:
    found = find_spec("manimgx_fonts_cjk")
    if found is not None and found.origin:
        path = Path(found.origin).with_name("NotoSansCJK-VF.otf.ttc")
        yield Face(path=str(path), index=2, strong="", has_weights=True)
    for name, index, strong in _SYSTEM:
        heavier = str(Path(name).with_name(strong)) if strong else ""
        yield Face(path=name, index=index, strong=heavier, has_weights=False)


@lru_cache(maxsize=1)
def chinese() -> Face | None:
    """The first face that there is and that knows Chinese."""
    for face in _candidates():
        if Path(face.path).is_file() and _knows(load(face, 20, NORMAL), "邀"):
            return face
    return None


def has_chinese() -> bool:
    return chinese() is not None


def font_name() -> str:
    """What the pictures depend on."""
    face = chinese()
    return face.name if face else "latin"


def load(face: Face | None, size: int, weight: int) -> Any:
    """A font of its own; setting its weight changes no other."""
    if face is None:
        return ImageFont.load_default(size)
    is_strong = weight >= STRONG and face.strong and Path(face.strong).is_file()
    font = ImageFont.truetype(face.strong if is_strong else face.path, size, index=face.index)
    if face.has_weights:
        font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=64)
def font_of(size: int, weight: int) -> Any:
    return load(chinese(), size, weight)


def _knows(font: Any, sign: str) -> bool:
    return bytes(font.getmask(sign)) != bytes(font.getmask(_BEYOND))


@lru_cache(maxsize=4096)
def can_draw(sign: str) -> bool:
    """Pictographs, for one, are in no text font."""
    if unicodedata.category(sign) == "Cf":  # joiners of pictographs
        return False
    return sign.isspace() or _knows(font_of(40, NORMAL), sign)


def drawable(text: str) -> str:
    """The text without what no font here has: better a gap than a box."""
    return " ".join("".join(sign for sign in text if can_draw(sign)).split())
