"""The picture itself, in the product's own colours: pine, paper and one cinnabar thread."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import segno
from PIL import Image, ImageDraw

from common.posters.contents import CARD, Contents
from common.posters.fonts import NORMAL, STRONG, drawable, font_of
from common.posters.layout import balanced, with_air

# tokens.css, light: a picture is looked at in one colour scheme.
PAPER, SURFACE, INK, SOFT = "#f2f3ec", "#fdfdf9", "#18271f", "#526057"
PINE, THREAD, SKY, FAR, NEAR, LINE = "#17573f", "#c4402a", "#dfe9e2", "#b9d0bc", "#7fa88b", "#d5d9ca"
POSTER_SIZE: Final = (750, 1334)
CARD_SIZE: Final = (1200, 630)
MARGIN: Final = 60
QR_SIDE: Final = 300
_FINE: Final = 2  # shapes are drawn twice as large and made smaller: smooth edges

Point = tuple[float, float]


@dataclass(kw_only=True)
class Sheet:
    """A picture with text that flows down from ``y``."""

    image: Image.Image
    y: float = 0

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def write(
        self,
        text: str,
        *,
        size: int,
        x: float = MARGIN,
        width: float,
        most: int,
        weight: int = NORMAL,
        colour: str = INK,
    ) -> None:
        """Lines from the present height on; nothing for a text that can't be drawn."""
        font = font_of(size, weight)
        for line in balanced(with_air(drawable(text)), width, font.getlength, most=most):
            self.pen.text((x, self.y), line, font=font, fill=colour)
            self.y += size * 1.36


def draw(contents: Contents, shape: str) -> bytes:
    """A PNG. Raises: segno.DataOverflowError for an address that no QR code holds."""
    sheet = _card(contents) if shape == CARD else _poster(contents)
    out = io.BytesIO()
    # 256 colours are enough for flat shapes and halve the size; level 9 is a tenth smaller, ten times slower.
    flat = sheet.image.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _poster(contents: Contents) -> Sheet:
    width, height = POSTER_SIZE
    image = Image.new("RGB", POSTER_SIZE, PAPER)
    image.paste(scene(width, 400), (0, 0))
    sheet = Sheet(image=image, y=430)
    inner = width - 2 * MARGIN
    sheet.write(contents.lead, size=34, width=inner, most=2, colour=SOFT)
    sheet.y += 8
    _title(sheet, contents.title, width=inner, room=270)
    sheet.y += 14
    for label, value in contents.facts:
        sheet.write(f"{label}  {value}", size=26, width=inner, most=1, colour=SOFT)
    top = height - QR_SIDE - 2 * 50
    _ticket(sheet, contents, top)
    return sheet


def _title(sheet: Sheet, text: str, *, width: float, room: float) -> None:
    """As large as the room allows, in at most four lines."""
    start = sheet.y
    for size, most in ((64, 2), (54, 3), (46, 4), (38, 5)):
        font = font_of(size, STRONG)
        needed = len(balanced(with_air(drawable(text)), width, font.getlength, most=most + 1))
        if needed <= most or size == 38:
            sheet.write(text, size=size, width=width, most=most, weight=STRONG)
            break
    sheet.y = min(sheet.y, start + room)


def _ticket(sheet: Sheet, contents: Contents, top: int) -> None:
    """The QR code on white with its quiet zone, and beside it what to do with it."""
    width, height = POSTER_SIZE
    pen = sheet.pen
    pen.rounded_rectangle((30, top, width - 30, height - 40), radius=28, fill=SURFACE, outline=LINE, width=2)
    code = qr(contents.url, QR_SIDE)
    sheet.image.paste(code, (50, top + (height - 40 - top - code.height) // 2))
    left = 50 + code.width + 34
    inner = width - 60 - left
    sheet.y = top + 52
    sheet.write(contents.call, size=30, x=left, width=inner, most=3, weight=STRONG, colour=PINE)
    sheet.y += 16
    sheet.write(contents.code, size=30, x=left, width=inner, most=1, weight=STRONG)
    sheet.y = height - 40 - 70
    mark(sheet.image, (left, int(sheet.y) - 4), 44)
    sheet.write(contents.name, size=26, x=left + 68, width=inner - 68, most=1, weight=STRONG, colour=INK)


def _card(contents: Contents) -> Sheet:
    width, height = CARD_SIZE
    image = Image.new("RGB", CARD_SIZE, PAPER)
    image.paste(scene(width, 250), (0, height - 250))
    sheet = Sheet(image=image, y=52)
    inner = width - 2 * MARGIN
    mark(image, (MARGIN, 52), 48)
    sheet.write(contents.name, size=30, x=MARGIN + 76, width=inner - 76, most=1, weight=STRONG)
    sheet.y = 130
    sheet.write(contents.lead, size=34, width=inner, most=1, colour=SOFT)
    sheet.y += 6
    _title(sheet, contents.title, width=inner, room=180)
    return sheet


def qr(url: str, side: int) -> Image.Image:
    """Dark on white, level M, with the four modules of quiet that readers need; whole pixels a module."""
    code = segno.make(url, error="m", micro=False, boost_error=False)
    scale = max(side // code.symbol_size(border=4)[0], 1)
    out = io.BytesIO()
    code.save(out, kind="png", scale=scale, border=4, dark=INK, light="#ffffff")
    return Image.open(out).convert("RGB")


@lru_cache(maxsize=4)
def scene(width: int, height: int) -> Image.Image:
    """Hills under a sun, and the thread that ties friends together."""
    w, h = width * _FINE, height * _FINE
    image = Image.new("RGB", (w, h), SKY)
    pen = ImageDraw.Draw(image)
    sun = h * 0.13
    pen.ellipse((w * 0.3 - sun, h * 0.34 - sun, w * 0.3 + sun, h * 0.34 + sun), fill=THREAD)
    far = [(0, 0.66), (0.12, 0.5), (0.34, 0.47), (0.5, 0.6), (0.66, 0.6), (0.84, 0.4), (1, 0.52)]
    near = [(0, 0.82), (0.2, 0.68), (0.42, 0.72), (0.62, 0.8), (0.82, 0.8), (1, 0.7)]
    for heights, colour in ((far, FAR), (near, NEAR)):
        edge = curve([(x * w, y * h) for x, y in heights])
        pen.polygon([(0, h), *edge, (w, h)], fill=colour)
    thread = [(-0.02, 0.83), (0.18, 0.76), (0.36, 0.71), (0.55, 0.83), (0.74, 0.8), (0.88, 0.6), (1.02, 0.57)]
    way = curve([(x * w, y * h) for x, y in thread])
    pen.line(way, fill=THREAD, width=int(h * 0.016), joint="curve")
    for share in (0.2, 0.45, 0.7):
        _knot(pen, way[int(len(way) * share)], h * 0.045)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _knot(pen: ImageDraw.ImageDraw, at: Point, radius: float) -> None:
    x, y = at
    box = (x - radius, y - radius, x + radius, y + radius)
    pen.ellipse(box, fill=SURFACE, outline=THREAD, width=max(int(radius / 4), 2))


def curve(points: list[Point], *, steps: int = 24) -> list[Point]:
    """A smooth way through all points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    way: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            way.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*way, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def mark(image: Image.Image, at: tuple[int, int], height: int) -> None:
    """Two rings and the knot that ties them."""
    image.paste(rings(height), at, rings(height))


def rings(height: int, *, fine: int = 4) -> Image.Image:
    """The mark on nothing, as high as asked for; the same shapes as ``common/icons/mark.svg``."""
    unit = height * fine / 19.6
    wide = Image.new("RGBA", (int(unit * 29.6), int(unit * 19.6)), (0, 0, 0, 0))
    pen: Any = ImageDraw.Draw(wide)
    for x in (9.8, 19.8):
        box = [(x - 9.8) * unit, 0, (x + 9.8) * unit, 19.6 * unit]
        pen.ellipse(box, outline=PINE, width=int(2.6 * unit))
    pen.ellipse([11.4 * unit, 6.4 * unit, 18.2 * unit, 13.2 * unit], fill=THREAD)
    return wide.resize((int(height * 29.6 / 19.6), height), Image.Resampling.LANCZOS)
