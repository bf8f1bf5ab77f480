"""The only place where a foreign picture is decoded: a child process with nothing but Pillow.

Run as a script (``python -I decoder.py``), never imported by the product. Standard input: four bytes of
length, a JSON order, then the file. Standard output: four bytes of length, a JSON answer, then the
variants' bytes one after the other. It limits itself before it has read anything.
"""

import json
import math
import os
import resource
import struct
import sys
from typing import Any

# Formats that are decoded; Pillow must not try its other plugins.
FORMATS = ("JPEG", "PNG", "WEBP")
ENCODED = "JPEG"


class No(Exception):
    """Why this picture is refused, as a code."""


def limit(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def open_picture(data: bytes, order: dict[str, Any]) -> Any:
    """Header only; the size is believed no further than its limit."""
    from io import BytesIO

    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # our own limits come first
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
    except Exception as error:
        raise No("unreadable") from error
    width, height = picture.size
    if picture.format != order["format"]:
        raise No("lying-type")
    if width < 16 or height < 16:
        raise No("too-small")
    if width * height > order["pixels"] or max(width, height) > order["side"]:
        raise No("too-many-pixels")
    return picture


def decode(picture: Any, longest: int) -> Any:
    """Pixels, upright, RGB on white, about as large as the largest variant needs."""
    from PIL import Image, ImageOps

    picture.draft("RGB", (longest, longest))  # JPEG: decodes at a half, a quarter, an eighth
    picture.load()
    if picture.mode in ("I", "F") or picture.mode.startswith("I;"):
        picture = picture.convert("L")
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGB")
    orientation = picture.getexif().get(0x0112, 1)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    picture = picture.convert("RGB")
    if orientation in range(2, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture.info["exif"] = exif.tobytes()
        picture = ImageOps.exif_transpose(picture)
    # A fresh picture of pixels alone: no profile, comment or chunk comes along.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    return clean


def stamp(picture: Any, text: str, font_path: str) -> Any:
    """The purpose, across the picture again and again: pale, but not to be cut out."""
    from PIL import Image, ImageDraw, ImageFont

    size = max(14, min(picture.size) // 22)
    font = ImageFont.truetype(font_path, size) if font_path else ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    wide, tall = int(right - left), int(bottom - top)
    diagonal = int(math.hypot(*picture.size)) + 2 * tall
    layer = Image.new("L", (diagonal, diagonal), 0)
    pen = ImageDraw.Draw(layer)
    for row, y in enumerate(range(0, diagonal, tall * 7)):
        for x in range(-(row % 2) * (wide // 2), diagonal, wide + 4 * tall):
            pen.text((x, y), text, font=font, fill=105)
    layer = layer.rotate(28, resample=Image.Resampling.BILINEAR)
    dx, dy = (diagonal - picture.width) // 2, (diagonal - picture.height) // 2
    mask = layer.crop((dx, dy, dx + picture.width, dy + picture.height))
    picture.paste((150, 40, 40), (0, 0), mask)
    return picture


def make(picture: Any, variant: dict[str, Any]) -> Any:
    from PIL import Image, ImageOps

    box = (variant["width"], variant["height"])
    if variant["crop"]:
        side = min(1.0, picture.width / box[0], picture.height / box[1])
        target = (max(1, int(box[0] * side)), max(1, int(box[1] * side)))
        return ImageOps.fit(picture, target, Image.Resampling.LANCZOS)
    copy = picture.copy()
    copy.thumbnail(box, Image.Resampling.LANCZOS)
    return copy


def work(data: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    from io import BytesIO

    picture = open_picture(data, order)
    claimed = picture.size
    longest = max(max(v["width"], v["height"]) * (2 if v["crop"] else 1) for v in order["variants"])
    try:
        pixels = decode(picture, longest)
    except MemoryError:
        raise
    except Exception as error:
        raise No("unreadable") from error
    del picture
    made, bodies = [], []
    for variant in order["variants"]:
        result = make(pixels, variant)
        if order["stamp"]:
            result = stamp(result, order["stamp"], order["font"])
        out = BytesIO()
        result.save(out, ENCODED, quality=variant["quality"], optimize=True)
        bodies.append(out.getvalue())
        size = {"width": result.width, "height": result.height, "length": len(bodies[-1])}
        made.append({"name": variant["name"], **size})
    return {"ok": True, "width": claimed[0], "height": claimed[1], "variants": made}, bodies


def main() -> None:
    limit(int(sys.argv[1]), int(sys.argv[2]))
    source, out = sys.stdin.buffer, sys.stdout.buffer
    order = json.loads(source.read(struct.unpack(">I", source.read(4))[0]))
    bodies: list[bytes] = []
    try:
        answer, bodies = work(source.read(), order)
    except No as reason:
        answer = {"ok": False, "code": str(reason)}
    except MemoryError:
        answer, bodies = {"ok": False, "code": "too-heavy"}, []
    head = json.dumps(answer).encode()
    out.write(struct.pack(">I", len(head)) + head + b"".join(bodies))
    out.flush()
    os._exit(0)  # no destructor of a broken picture runs


if __name__ == "__main__":
    main()
