"""What is decided about codes without database, clock or network."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gifts import errors

LONGEST_CODE: Final = 120
# Cut at a line's end near this size: about 16,000 codes, one transaction each.
PART_BYTES: Final = 256 * 1024
LARGEST_FILE_BYTES: Final = 64 * 1024 * 1024
# How many problems an import names; the counts go on.
MOST_TOLD: Final = 200

KNOWN, REPEATED, TOO_LONG, UNPRINTABLE = "known", "repeated", "too-long", "unprintable"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that holds something. ``problem`` is empty for a usable code."""

    number: int
    code: str
    problem: str = ""

    @property
    def ending(self) -> str:
        """Enough to find the line again, not enough to use the code."""
        return f"…{self.code[-2:]}" if len(self.code) >= 8 else "…"


def read_lines(text: str, *, first_line: int) -> Iterator[Line]:
    """The first column of each line that is not empty; a heading ``code`` in line 1 is left out."""
    for number, raw in enumerate(text.split("\n"), start=first_line):
        code = _first_column(raw)
        if not code or (number == 1 and code.lower() == "code"):
            continue
        yield Line(number=number, code=code, problem=_problem(code))


def _first_column(raw: str) -> str:
    text = raw.strip().lstrip("\ufeff")
    if text.startswith('"'):
        text = text[1:].partition('"')[0]
    else:
        text = text.partition(",")[0].partition("\t")[0]
    return text.strip()


def _problem(code: str) -> str:
    if len(code) > LONGEST_CODE:
        return TOO_LONG
    if any(unicodedata.category(char)[0] == "C" for char in code):
        return UNPRINTABLE
    return ""


def cut(chunks: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """(number of its first line, text) of pieces of a file, each cut at a line's end.

    Holds one piece in memory, however long the file is.

    Raises: FileTooLarge, NotText (with the line).
    """
    waiting, line, size = b"", 1, 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST_FILE_BYTES:
            raise errors.FileTooLarge(field="file")
        waiting += chunk
        while len(waiting) >= PART_BYTES:
            end = waiting.rfind(b"\n", 0, PART_BYTES) + 1 or waiting.find(b"\n") + 1
            if not end:
                break
            yield line, _text(waiting[:end], line)
            line += waiting.count(b"\n", 0, end)
            waiting = waiting[end:]
    if waiting.strip():
        yield line, _text(waiting, line)


def _text(piece: bytes, line: int) -> str:
    try:
        return piece.decode()
    except UnicodeDecodeError as error:
        raise errors.NotText(field="file", line=line + piece.count(b"\n", 0, error.start)) from error
