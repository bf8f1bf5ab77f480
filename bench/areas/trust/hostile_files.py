"""Malicious uploads, made and not collected: each with the name and type it would be sent under."""

import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

# Stands in the payloads; nothing that is kept may hold it.
PLANTED = b"<script>GUANXI-PLANTED</script>"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    kind: str
    name: str
    content_type: str
    body: bytes


def encoded(chance: random.Random, format: str, **save: Any) -> bytes:
    picture = Image.new("RGB", (160, 120), (chance.randrange(256), chance.randrange(256), 7))
    for _ in range(20):
        picture.putpixel((chance.randrange(160), chance.randrange(120)), (255, 255, 255))
    out = BytesIO()
    picture.save(out, format, **save)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *, rows: bytes, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def with_exif(chance: random.Random) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = PLANTED.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    return encoded(chance, "JPEG", exif=exif, comment=PLANTED)


def files(count: int, seed: int) -> Iterator[Hostile]:
    """One of each kind, then again with other numbers; bombs, which take seconds, every sixth time."""
    chance = random.Random(seed)
    made = rounds = 0
    while True:
        heavy = bombs(chance) if rounds % 6 == 0 else iter(())
        for one in (*polyglots(chance), *heavy, *liars(chance), *broken(chance)):
            if made == count:
                return
            yield one
            made += 1
        rounds += 1


def _jpeg(kind: str, body: bytes, name: str = "card.jpg", declared: str = "image/jpeg") -> Hostile:
    return Hostile(kind=kind, name=name, content_type=declared, body=body)


def _png(kind: str, body: bytes) -> Hostile:
    return Hostile(kind=kind, name="card.png", content_type="image/png", body=body)


def polyglots(chance: random.Random) -> Iterator[Hostile]:
    good = encoded(chance, "JPEG")
    yield _jpeg("zip", good + b"PK\x03\x04" + PLANTED + chance.randbytes(200))
    yield _jpeg("html", good + b"<html>" + PLANTED)
    yield _jpeg("js", good[:2] + b"\xff\xfe\x00\x40" + (b"*/=1;" + PLANTED).ljust(62) + good[2:])
    yield _png("php", encoded(chance, "PNG") + b"<?php " + PLANTED)
    yield _jpeg("pdf-inside", good[:2] + b"%PDF-1.7" + PLANTED + good[2:])
    yield _jpeg("exif-gps-script", with_exif(chance))


def bombs(chance: random.Random) -> Iterator[Hostile]:
    side, wide = chance.randrange(9_000, 60_000), chance.randrange(4_000, 6_900)
    yield _png("pixel-flood", png(side, side, rows=zlib.compress(bytes(100))))
    yield _png("pixel-line", png(2_000_000_000, 1, rows=zlib.compress(bytes(100))))
    yield _png("deflate-bomb", png(wide, wide, rows=zlib.compress(bytes((3 * wide + 1) * wide), 1)))
    yield _png("longer-than-said", png(64, 64, rows=zlib.compress(bytes(30_000_000), 1)))
    packed = zlib.compress(PLANTED * 100_000, 1)
    rows = zlib.compress(bytes(193 * 64))
    yield _png("text-bomb", png(64, 64, rows=rows, extra=chunk(b"zTXt", b"Comment\0\0" + packed)))
    yield _png("profile-bomb", png(64, 64, rows=rows, extra=chunk(b"iCCP", b"p\0\0" + packed)))


def liars(chance: random.Random) -> Iterator[Hostile]:
    good = encoded(chance, "JPEG")
    yield _jpeg("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'>" + PLANTED + b"</svg>")
    yield _jpeg("svg-named", b"<svg>" + PLANTED + b"</svg>", "card.svg", "image/svg+xml")
    yield _png("lying-name", good)
    yield _jpeg("lying-type", good, declared="image/png")
    yield _jpeg("lying-bytes", encoded(chance, "PNG"))
    yield _jpeg("gif", encoded(chance, "GIF"))
    yield _jpeg("tiff", encoded(chance, "TIFF"), "card.tiff", "image/tiff")
    yield _jpeg("pdf", b"%PDF-1.7\n" + PLANTED, "card.pdf", "application/pdf")
    yield _jpeg("double-extension", good + PLANTED, "card.php.jpg")
    yield _jpeg("double-extension-lying", good, "card.jpg.php")
    yield _jpeg("nul-name", good, "card.php\0.jpg")
    yield _jpeg("rtl-name", good, "card\u202egpj.php.jpg")
    yield _jpeg("path-name", good + PLANTED, "../../../../etc/card.jpg")


def broken(chance: random.Random) -> Iterator[Hostile]:
    good = encoded(chance, "JPEG")
    yield _jpeg("cut", good[: chance.randrange(20, len(good) - 10)])
    noise = bytearray(good)
    for _ in range(40):
        noise[chance.randrange(20, len(noise))] = chance.randrange(256)
    yield _jpeg("noise-inside", bytes(noise))
    yield _jpeg("only-noise", b"\xff\xd8\xff" + chance.randbytes(3_000))
    yield _jpeg("empty", b"")
