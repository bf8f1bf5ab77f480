"""Whether two spellings can be one person's name: characters against characters, characters against pinyin.

Names don't decide anything: what doesn't match goes to a person ("another romanisation"), and rare
characters, which machines misread without noticing, are "not comparable".
"""

import itertools
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from trust.rules import COMPOUND_SURNAMES, is_han

# Surnames that are read another way than the same character elsewhere.
SURNAME_READINGS = {
    "单": "shan",
    "曾": "zeng",
    "区": "ou",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "翟": "zhai",
    "朴": "piao",
    "盖": "ge",
    "种": "chong",
    "乐": "yue",
    "任": "ren",
    "华": "hua",
    "缪": "miao",
    "尉": "wei",
    "燕": "yan",
    "折": "she",
}
_DOTS = re.compile("[\u00b7\u2022\uff0e\u30fb\u2027\u2e31.]")


class NameMatch(StrEnum):
    SAME = "same"
    ROMANISATION = "romanisation"
    DIFFERENT = "different"
    NOT_COMPARABLE = "not-comparable"


def compare_names(declared: str, read: str) -> NameMatch:
    """``declared`` is the legal name; ``read`` what a document or a machine says."""
    one, other = _plain(declared), _plain(read)
    if not one or not other:
        return NameMatch.NOT_COMPARABLE
    if is_han(one) and is_han(other):
        if _simplified(one) == _simplified(other):
            return NameMatch.SAME
        rare = any(_is_rare(char) for char in one + other)
        return NameMatch.NOT_COMPARABLE if rare else NameMatch.DIFFERENT
    if is_han(one) != is_han(other):
        han, latin = (one, other) if is_han(one) else (other, one)
        return _against_pinyin(han, latin)
    return NameMatch.SAME if sorted(_latin_words(one)) == sorted(_latin_words(other)) else NameMatch.DIFFERENT


def _plain(text: str) -> str:
    name = _DOTS.sub("·", unicodedata.normalize("NFC", text)).strip()
    return re.sub(r"\s+", "" if is_han(re.sub(r"\s", "", name)) else " ", name)


def _simplified(name: str) -> str:
    return name.replace("·", "")


def _is_rare(char: str) -> bool:
    """Outside the basic block of Chinese characters."""
    return not "\u4e00" <= char <= "\u9fa5" and char != "·"


def _latin_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ü", "v"))
    return re.findall(r"[a-z]+", "".join(char for char in plain if not unicodedata.combining(char)))


def _against_pinyin(han: str, latin: str) -> NameMatch:
    """Surname first or last, given name in one piece, in syllables or with hyphens."""
    written = "".join(_latin_words(latin))
    words = _latin_words(latin)
    orders = {written, *("".join(words[i:] + words[:i]) for i in range(1, len(words)))}
    if any(spelling in orders for spelling in _spellings(han)):
        return NameMatch.SAME
    return NameMatch.NOT_COMPARABLE if any(map(_is_rare, han)) else NameMatch.ROMANISATION


@lru_cache(maxsize=512)
def _spellings(han: str) -> frozenset[str]:
    """Every way the name can be written in pinyin without tones, surname first; at most a few thousand."""
    from pypinyin import Style, pinyin

    name = han.replace("·", "")
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    readings = pinyin(name, style=Style.NORMAL, heteronym=True, v_to_u=False)
    choices = []
    for position, (char, found) in enumerate(zip(name, readings, strict=True)):
        options = set(found)
        if position < length and char in SURNAME_READINGS:
            options.add(SURNAME_READINGS[char])
        choices.append({form for option in options for form in _forms_of_v(option)})
    return frozenset(map("".join, itertools.islice(itertools.product(*choices), 4096)))


def _forms_of_v(syllable: str) -> set[str]:
    """``lv`` is also written ``lu`` and ``lyu``."""
    plain = syllable.replace("ü", "v")
    return {plain, plain.replace("v", "u"), plain.replace("v", "yu")} if "v" in plain else {plain}
