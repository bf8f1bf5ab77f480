"""Breaking Chinese and Latin text into lines. Pure: whoever calls measures.

The signs that may not begin or end a line are those of GB/T 15834-2011 and of W3C's "Requirements for
Chinese Text Layout" (clreq), section 3.1.3.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

Measure = Callable[[str], float]

NOT_FIRST: Final = frozenset("、，。．；：！？）】》〉」』〕〗”’…—～·％℃,.;:!?)]}%")
NOT_LAST: Final = frozenset("（【《〈「『〔〖“‘([{￥¥#@")
ELLIPSIS: Final = "…"
# Han, kana, hangul, full-width signs: a line may break beside each of them.
_WIDE = re.compile(r"[⺀-⿟　-〿぀-ヿ㄀-鿿가-힣豈-﫿︰-﹏＀-￯\U00020000-\U0003ffff]")
_PIECE = re.compile(rf"\s+|{_WIDE.pattern}|[^\s⺀-⿟　-〿぀-ヿ㄀-鿿가-힣豈-﫿︰-﹏＀-￯\U00020000-\U0003ffff]+")
_BETWEEN = re.compile(r"(?<=[㐀-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[㐀-鿿])")


def with_air(text: str) -> str:
    """A narrow gap between Han characters and Latin letters or digits, as typesetters leave one."""
    return _BETWEEN.sub("\u2009", text)


def pieces(text: str) -> list[str]:
    """What may not be torn apart: Latin words, Han characters with the signs that cling to them."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.isspace():
            found.append(piece if piece == "\u2009" else " ")
        elif found and (piece[0] in NOT_FIRST or found[-1][-1] in NOT_LAST):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def lines_of(text: str, width: float, measure: Measure, *, most: int) -> list[str]:
    """At most ``most`` lines; what does not fit ends in an ellipsis. Words longer than a line are torn."""
    lines: list[str] = []
    line = ""
    for piece in _fitting(pieces(text), width, measure):
        if measure((line + piece).rstrip()) <= width:
            line += piece if line or not piece.isspace() else ""
            continue
        lines.append(line.rstrip())
        line = "" if piece.isspace() else piece
    lines.append(line.rstrip())
    lines = [each for each in lines if each]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(lines[most - 1], width, measure)]


def balanced(text: str, width: float, measure: Measure, *, most: int) -> list[str]:
    """As few lines as ``lines_of`` needs, of much the same length: no last line of one character."""
    lines = lines_of(text, width, measure, most=most)
    if len(lines) < 2 or lines[-1].endswith(ELLIPSIS):
        return lines
    low, high = width / 2, width
    while high - low > 4:
        middle = (low + high) / 2
        if len(lines_of(text, middle, measure, most=most + 1)) <= len(lines):
            high = middle
        else:
            low = middle
    return lines_of(text, high, measure, most=most)


def _fitting(found: list[str], width: float, measure: Measure) -> list[str]:
    fitting: list[str] = []
    for piece in found:
        if measure(piece) <= width:
            fitting.append(piece)
            continue
        part = ""
        for cluster in _clusters(piece):
            if part and measure(part + cluster) > width:
                fitting.append(part)
                part = ""
            part += cluster
        fitting.append(part)
    return fitting


def _clusters(text: str) -> list[str]:
    """Letters with the marks that combine with them."""
    found: list[str] = []
    for sign in text:
        if found and unicodedata.combining(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _shortened(line: str, width: float, measure: Measure) -> str:
    while line and measure(line + ELLIPSIS) > width:
        line = line[:-1]
    while line and (line[-1] in NOT_FIRST or line[-1] in NOT_LAST or line[-1].isspace()):
        line = line[:-1]
    return line + ELLIPSIS
