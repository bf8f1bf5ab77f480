"""Labels for parcels: a picture each, ten by fifteen centimetres, in one PDF. Nothing is kept.

A picture, so that every name is printed as it was typed whatever fonts the printer has (docs/decisions).
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from common.posters.drawing import Sheet, qr
from common.posters.fonts import NORMAL, STRONG, can_draw, drawable, font_of
from common.posters.layout import lines_of, with_air
from gifts import errors
from gifts.address_rules import AddressInput
from gifts.countries import HOME, country_name

DPI: Final = 300
SIZE: Final = (1181, 1772)  # 100 x 150 mm, what label printers are fed with
MARGIN: Final = 70
QR_SIDE: Final = 420
MOST: Final = 100
_BLACK, _WHITE, _INK_BELOW = "#000000", "#ffffff", 150
_ALL: Final = 99
_GAP: Final = 10


@dataclass(frozen=True, kw_only=True)
class Label:
    """``number``: the gift's public id; ``url``: where the code leads, for staff only."""

    address: AddressInput
    sender: str
    item: str
    number: str
    waybill: str
    url: str

    def __repr__(self) -> str:
        return "Label(...)"  # it names a person


def check_printable(label: Label) -> None:
    """Better no label than a wrong one.

    Raises: LabelUndrawable (a sign of the address is in no font here).
    """
    for part in label.address.parts().values():
        if not all(can_draw(sign) for sign in part):
            raise errors.LabelUndrawable(number=label.number)


def draw_label(label: Label) -> Image.Image:
    """Black and white, as label printers print. Raises: LabelUndrawable."""
    check_printable(label)
    sheet = Sheet(image=Image.new("RGB", SIZE, _WHITE), y=MARGIN)
    foot = SIZE[1] - MARGIN - QR_SIDE
    _write_address(sheet, list(_lines(label)), room=foot - 40 - MARGIN)
    pen = ImageDraw.Draw(sheet.image)
    pen.line((MARGIN, foot - 30, SIZE[0] - MARGIN, foot - 30), fill=_BLACK, width=4)
    sheet.image.paste(qr(label.url, QR_SIDE), (MARGIN - 20, foot))
    left = MARGIN + QR_SIDE + 20
    sheet.y = foot + 30
    for text, size, weight in (
        (label.item, 44, STRONG),
        (label.number, 34, NORMAL),
        (label.sender, 34, NORMAL),
    ):
        sheet.write(
            text, size=size, x=left, width=SIZE[0] - MARGIN - left, most=3, weight=weight, colour=_BLACK
        )
        sheet.y += 12
    grey = sheet.image.convert("L")
    return grey.point([0 if level < _INK_BELOW else 255 for level in range(256)]).convert("1")


def _write_address(sheet: Sheet, lines: list[tuple[str, int, int]], *, room: float) -> None:
    """As large as the room allows; never cut short, because an address without its end goes astray."""
    width = SIZE[0] - 2 * MARGIN
    for share in (1, 0.85, 0.7, 0.6, 0.5, 0.4):
        sizes = [(text, int(size * share), weight) for text, size, weight in lines]
        if sum(_height(text, size, weight, width) for text, size, weight in sizes) <= room:
            break
    for text, size, weight in sizes:
        sheet.write(text, size=size, width=width, x=MARGIN, most=_ALL, weight=weight, colour=_BLACK)
        sheet.y += _GAP


def _height(text: str, size: int, weight: int, width: float) -> float:
    found = lines_of(with_air(drawable(text)), width, font_of(size, weight).getlength, most=_ALL)
    return len(found) * size * 1.36 + _GAP


def _lines(label: Label) -> Iterator[tuple[str, int, int]]:
    """(text, size, weight), from the top: whom, how to reach them, where."""
    to = label.address
    yield to.recipient_name, 84, STRONG
    yield to.phone, 68, STRONG
    region = [to.province] if to.province != to.city else []
    yield " ".join(part for part in (*region, to.city, to.district) if part), 60, NORMAL
    yield to.street, 68, STRONG
    if to.country != HOME:
        yield f"{to.postcode} {country_name(to.country)}".strip().upper(), 60, STRONG
    elif to.postcode:
        yield to.postcode, 56, NORMAL
    if label.waybill:
        yield label.waybill, 56, STRONG


def pdf_of(labels: Sequence[Label]) -> bytes:
    """One page each, in the given order. Raises: LabelUndrawable, TooManyLabels."""
    if len(labels) > MOST:
        raise errors.TooManyLabels(most=MOST)
    pages = [draw_label(label) for label in labels]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()
