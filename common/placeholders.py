"""Texts with named gaps, filled without a template engine: ``Hello {name}``.

For texts that people edit: a gap is one plain name out of a declared list. There are no attributes, no
calls, no formats; ``{{`` and ``}}`` write a brace.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import pgettext

from common.texts import Texts, in_language

Value = Texts | str | Promise | int | datetime | None

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class BrokenText(ValueError):
    """``piece``: the brace or gap that can't be read."""

    def __init__(self, piece: str) -> None:
        self.piece = piece
        super().__init__(piece)


def gaps(text: str) -> Iterator[str]:
    """The names used, in order. Raises: BrokenText."""
    for found in _PIECE.finditer(text):
        piece, name = found[0], found[1]
        if piece in ("{{", "}}"):
            continue
        if name is None or not _NAME.fullmatch(name):
            raise BrokenText(piece)
        yield name


def unknown_gaps(text: str, known: Collection[str]) -> list[str]:
    """Names that are not declared, each once. Raises: BrokenText."""
    return [name for name in dict.fromkeys(gaps(text)) if name not in known]


def fill(text: str, values: Mapping[str, Value]) -> str:
    """Plain text in the active language and time zone; whoever puts it into HTML escapes it.

    A gap without a value is left empty. Raises: BrokenText.
    """

    def put(found: re.Match[str]) -> str:
        piece, name = found[0], found[1]
        if piece in ("{{", "}}"):
            return piece[0]
        if name is None or not _NAME.fullmatch(name):
            raise BrokenText(piece)
        return in_words(values.get(name))

    return _PIECE.sub(put, text)


def in_words(value: Value) -> str:
    """In the active language; moments by the active time zone's clock."""
    if isinstance(value, datetime):
        return written(timezone.localtime(value))
    if isinstance(value, int | Promise):
        return str(value)
    return in_language(value)


def written(moment: date, *, with_time: bool = True) -> str:
    """``22 Nov 2026, 17:53``, or as it is written in the active language."""
    if with_time and isinstance(moment, datetime):
        return date_format(moment, pgettext("date format", "j M Y, H:i"))
    return date_format(moment, pgettext("date format", "j M Y"))
