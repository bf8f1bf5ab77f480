"""Reading a file of events: which line holds which event. Whether it is one is asked of each when it is in.

CSV has a header. Its columns are an event's fields; ``properties.<name>`` is one of the properties, and an
empty cell is left out. NDJSON has one object in a line (ndjson.org).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from connect import errors
from connect.rules import FIELDS
from connect.states import EventFileFormat

LARGEST_FILE_BYTES: Final = 10 * 1024 * 1024
MOST_COLUMNS: Final = 60
# No cell is longer than the longest click token or a property that fits into an event.
MOST_CELL: Final = 8192
MOST_TOLD: Final = 200
_PREFIX: Final = "properties."
# Stands in the place of what is no event at all; refused like any other that can't be read.
UNREADABLE: Final = None
Found = tuple[int, Any]


def read_file(chunks: Iterable[bytes], *, format: str) -> Iterator[Found]:
    """(line, what stands there) of each event, in order. The file is in memory: it is 10 MB at most.

    Raises: EventFileTooLarge, EventFileNotText, BadHeader.
    """
    text = _text(chunks)
    return _rows(text) if format == EventFileFormat.CSV else _objects(text)


def _text(chunks: Iterable[bytes]) -> str:
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > LARGEST_FILE_BYTES:
            raise errors.EventFileTooLarge(field="file")
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = whole.count(b"\n", 0, error.start) + 1
        raise errors.EventFileNotText(field="file", line=line) from error


def _objects(text: str) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, UNREADABLE


def _rows(text: str) -> Iterator[Found]:
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    first = 1
    while True:
        first = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # an open quote, a cell without end: what follows can't be told apart any more
            yield first, UNREADABLE
            return
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header = _header(row)
        else:
            yield first, _event(header, row) if len(row) == len(header) else UNREADABLE


def _header(row: list[str]) -> list[str]:
    names = [name.strip() for name in row]
    unknown = [name for name in names if name not in FIELDS and not name.startswith(_PREFIX)]
    if unknown or len(names) > MOST_COLUMNS or len(set(names)) != len(names):
        raise errors.BadHeader(field="file", name=(unknown or ["?"])[0][:40])
    return names


def _event(header: list[str], row: list[str]) -> dict[str, Any]:
    """Cells are text; ``typed`` makes numbers of those that the kind of event wants as such."""
    found: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    for name, cell in zip(header, row, strict=True):
        value = cell.strip()
        if not value:
            continue
        if name.startswith(_PREFIX):
            properties[name.removeprefix(_PREFIX)] = value
        elif name == "value_minor":
            found[name] = _typed(value, "integer")
        elif name == "properties":
            found[name] = _parsed(value)
        else:
            found[name] = value
    if properties and isinstance(found.get("properties", {}), dict):
        found["properties"] = {**found.get("properties", {}), **properties}
    return found


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def typed(event: Any, schemas: Mapping[str, Mapping[str, Any]]) -> Any:
    """An event of a CSV whose properties have the types that its kind's shape names, where they fit."""
    if not isinstance(event, dict) or not isinstance(event.get("properties"), dict):
        return event
    shape = schemas.get(str(event.get("name")), {}).get("properties", {})
    kinds = {name: rule.get("type") for name, rule in shape.items() if isinstance(rule, dict)}
    properties = {
        name: _typed(value, kinds.get(name)) if isinstance(value, str) else value
        for name, value in event["properties"].items()
    }
    return {**event, "properties": properties}


def _typed(value: str, kind: object) -> Any:
    """The text itself where it is no such thing: the shape then refuses it by its place."""
    try:
        if kind == "integer":
            return int(value) if len(value) < 20 else value
        if kind == "number":
            return float(value)
    except ValueError:
        return value
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return value
