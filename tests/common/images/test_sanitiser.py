"""The real decoder in its real process."""

from io import BytesIO

import pytest
from PIL import Image

from common.images.recipes import Limits, Recipe, Variant
from common.images.sanitiser import PictureRefused, sanitise
from common.images.sniffing import MediaType
from tests.factories.pictures import picture

RECIPE = Recipe(variants=(Variant(name="page", width=300, height=300),))
TYPES = {"JPEG": MediaType.JPEG, "PNG": MediaType.PNG, "WEBP": MediaType.WEBP}


def made(body, format="JPEG", recipe=RECIPE, **more):
    return sanitise(body, media_type=TYPES[format], recipe=recipe, **more)


def opened(body, **more):
    return Image.open(BytesIO(made(body, **more)[0].body))


@pytest.mark.parametrize("format", TYPES)
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
def test_makes_a_jpeg_of_every_kind(format, mode):
    if format == "JPEG" and mode in ("RGBA", "P"):
        mode = "CMYK" if mode == "P" else "L"
    result = opened(picture(format, mode=mode), format=format)
    assert (result.format, result.mode, result.size) == ("JPEG", "RGB", (300, 188))


def test_a_picture_stands_upright_afterwards():
    exif = Image.Exif()
    exif[0x0112] = 6
    result = opened(picture(size=(200, 100), exif=exif))
    assert result.size == (100, 200) and not result.getexif()


def test_no_metadata_survives():
    exif = Image.Exif()
    exif[0x010E] = "<script>PLANTED</script>"
    exif.get_ifd(0x8825)[1] = "N"
    body = picture(exif=exif, comment=b"PLANTED", icc_profile=b"PLANTED" * 20)
    assert body.count(b"PLANTED") > 2
    result = made(body)[0].body
    assert b"PLANTED" not in result and not Image.open(BytesIO(result)).getexif()


def test_transparency_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(out.getvalue(), format="PNG").getpixel((30, 30)) == (255, 255, 255)


def test_the_stamp_is_burned_in_and_the_picture_stays_readable():
    plain = opened(picture()).convert("L")
    stamped = opened(picture(), recipe=Recipe(variants=RECIPE.variants, stamp="Only for a test")).convert("L")
    changed = sum(a != b for a, b in zip(plain.tobytes(), stamped.tobytes(), strict=True))
    assert 0.02 < changed / (300 * 188) < 0.6


def test_a_small_picture_does_not_grow():
    assert opened(picture(size=(40, 30))).size == (40, 30)


@pytest.mark.parametrize(
    ("body", "format", "code"),
    [
        (picture("PNG"), "JPEG", "lying-type"),
        (picture()[:500], "JPEG", "unreadable"),
        (b"\xff\xd8\xff" + bytes(100), "JPEG", "unreadable"),
        (picture(size=(8, 8)), "JPEG", "too-small"),
    ],
    ids=["another-type", "cut", "noise", "tiny"],
)
def test_is_refused(body, format, code):
    with pytest.raises(PictureRefused) as refused:
        made(body, format)
    assert refused.value.code == code


def test_a_flood_of_pixels_is_refused_before_it_is_decoded():
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(PictureRefused) as refused:
        made(out.getvalue(), "PNG")
    assert refused.value.code == "too-many-pixels"


@pytest.mark.parametrize(
    "limits", [Limits(memory_bytes=150 * 2**20), Limits(cpu_seconds=1, pixels=10**9, side=10**6)]
)
def test_whoever_needs_too_much_is_stopped(limits):
    """Also the control: the same picture passes with the product's own limits."""
    out = BytesIO()
    Image.effect_noise((5600, 5600), 90).convert("RGB").save(out, "PNG", compress_level=1)
    with pytest.raises(PictureRefused) as refused:
        made(
            out.getvalue(),
            "PNG",
            recipe=Recipe(variants=(Variant(name="p", width=5000, height=5000),)),
            limits=limits,
        )
    assert refused.value.code == "too-heavy"
    assert made(out.getvalue(), "PNG")
