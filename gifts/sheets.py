"""Tables as CSV that spreadsheets may open: nothing in them is taken for a formula, and back again. Pure.

OWASP, "CSV Injection": cells that begin with = + - @, a tab or a carriage return are run by spreadsheets; so
are their full-width forms in East Asian versions. Such a cell gets an apostrophe in front, which spreadsheets
show as text and reading takes off again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from gifts import errors

RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LARGEST: Final = 1024 * 1024
MOST_LINES: Final = 5_000
_BOM: Final = "\ufeff"


def safe_cell(value: object) -> str:
    """As text that no spreadsheet runs, also behind blanks."""
    text = str(value)
    return f"'{text}" if text.startswith("'") or text.lstrip(" ").startswith(RISKY) else text


def plain_cell(cell: str) -> str:
    """What ``safe_cell`` was given."""
    behind = cell[1:]
    quoted = cell.startswith("'") and (behind.startswith("'") or behind.lstrip(" ").startswith(RISKY))
    return behind if quoted else cell


def to_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """With a byte order mark, without which Excel reads Chinese as something else."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (_BOM + out.getvalue()).encode()


def read_csv(chunks: Iterable[bytes], heads: Sequence[str]) -> list[tuple[int, Mapping[str, str]]]:
    """(line number, {head: cell}) of each row that says anything; other columns are passed over.

    Raises: SheetTooLarge, SheetUnreadable, HeadMissing.
    """
    text = _text(chunks)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    try:
        first = [head.strip().lower() for head in next(reader, [])]
        for head in heads:
            if head not in first:
                raise errors.HeadMissing(head=head)
        places = {head: first.index(head) for head in heads}
        rows = list(_rows(reader, places))
    except csv.Error as error:
        raise errors.SheetUnreadable(line=reader.line_num) from error
    if len(rows) > MOST_LINES:
        raise errors.SheetTooLarge(lines=MOST_LINES)
    return rows


def _text(chunks: Iterable[bytes]) -> str:
    body = b""
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST:
            raise errors.SheetTooLarge(lines=MOST_LINES)
    nul = body.find(b"\0")  # PostgreSQL keeps no text with one
    if nul >= 0:
        raise errors.SheetUnreadable(line=body[:nul].count(b"\n") + 1)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.SheetUnreadable(line=body[: error.start].count(b"\n") + 1) from error


# ``csv.reader`` has no public name for its own type.
def _rows(reader: Any, places: Mapping[str, int]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row under the line on which it begins: a cell may go over several."""
    number = reader.line_num + 1
    for row in reader:
        cells = {
            head: plain_cell(row[place]).strip() if place < len(row) else "" for head, place in places.items()
        }
        if any(cells.values()):
            yield number, cells
        number = reader.line_num + 1
