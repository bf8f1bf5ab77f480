"""Posters: lines break where readers expect, signs nobody can draw are left out, and the code can be read."""

import io

import pytest
import segno
import zxingcpp
from PIL import Image

from common.posters import CARD, POSTER, Contents, draw
from common.posters.drawing import CARD_SIZE, POSTER_SIZE
from common.posters.fonts import chinese, drawable
from common.posters.layout import NOT_FIRST, NOT_LAST, balanced, lines_of, with_air
from tests.factories.portal import CONTENTS

CHINESE_TEXT = "晴天去春游：三位好友一起出发，去“西湖”边走走（带上Anna和2026年的地图）。"


def wide(text: str) -> float:
    """Full-width signs count two, others one."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


@pytest.mark.parametrize("width", range(6, 40))
def test_no_line_begins_or_ends_with_a_sign_that_must_not(width: int) -> None:
    lines = lines_of(CHINESE_TEXT, width, wide, most=99)
    assert "".join(lines).replace(" ", "") == CHINESE_TEXT
    if width >= 14:  # narrower than a word with its signs, words have to be torn
        assert not any(line[0] in NOT_FIRST or line[-1] in NOT_LAST for line in lines)
    assert all(wide(line) <= width for line in lines)


def test_latin_words_stay_whole_and_long_ones_are_torn() -> None:
    assert lines_of("Spring outing on sunny days", 13, wide, most=9) == ["Spring outing", "on sunny days"]
    assert lines_of("Donaudampfschiff", 6, wide, most=9) == ["Donaud", "ampfsc", "hiff"]


def test_what_does_not_fit_ends_in_an_ellipsis_after_no_comma() -> None:
    lines = lines_of("一二三，四五六，七八九", 8, wide, most=1)
    assert lines == ["一二三…"]


def test_lines_are_balanced() -> None:
    lines = balanced("一二三四五六七", 12, wide, most=3)
    assert [len(line) for line in lines] == [4, 3]


def test_air_stands_between_han_and_latin() -> None:
    assert with_air("和Anna的2026年") == "和\u2009Anna\u2009的\u20092026\u2009年"


def test_pictographs_are_left_out_and_the_rest_stays() -> None:
    assert drawable("Lin 😀 小林👩‍👧") in {"Lin 小林", "Lin"}
    assert drawable("Anna") == "Anna"


def decoded(picture: bytes) -> str | None:
    """After what chats do to pictures: JPEG at quality 40, half the size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    worn = io.BytesIO()
    image.save(worn, "JPEG", quality=40)
    half = Image.open(worn).resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)
    found = zxingcpp.read_barcodes(half)
    return found[0].text if found else None


def test_poster_is_read_after_what_chats_do_to_it() -> None:
    picture = draw(CONTENTS, POSTER)
    assert Image.open(io.BytesIO(picture)).size == POSTER_SIZE
    assert decoded(picture) == CONTENTS.url


def test_card_has_its_size_and_no_code() -> None:
    picture = draw(CONTENTS, CARD)
    assert Image.open(io.BytesIO(picture)).size == CARD_SIZE
    assert decoded(picture) is None


def test_other_words_give_another_name() -> None:
    names = {CONTENTS.digest(shape, font=font) for shape in (POSTER, CARD) for font in ("a", "b")}
    assert len(names) == 4
    renamed = Contents(**{**CONTENTS.__dict__, "lead": "Bo invites you"})
    assert renamed.digest(POSTER, font="a") not in names


def test_without_a_chinese_font_latin_and_code_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    from common.posters import fonts

    for cached in (fonts.chinese, fonts.font_of, fonts.can_draw):
        cached.cache_clear()
    monkeypatch.setattr(fonts, "_candidates", lambda: iter(()))
    try:
        assert chinese() is None
        assert drawable("晴天 Sunny") == "Sunny"
        assert decoded(draw(CONTENTS, POSTER)) == CONTENTS.url
    finally:
        monkeypatch.undo()
        for cached in (fonts.chinese, fonts.font_of, fonts.can_draw):
            cached.cache_clear()


def test_address_too_long_for_any_code_is_refused() -> None:
    with pytest.raises(segno.DataOverflowError):
        draw(Contents(**{**CONTENTS.__dict__, "url": "https://x.example/" + "y" * 3000}), POSTER)
