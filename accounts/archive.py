"""The archive that a member takes along: pages that open offline, JSON per app, files; a stream."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Member
from accounts.states import Locale
from common.registries import ExportFile, ExportStep, ExportTable, export_steps
from common.texts import in_language

ARCHIVE_TYPE = "application/zip"
STYLES = ("tokens", "base", "shell", "components")
PAGES = {Locale.ENGLISH: "index.html", Locale.CHINESE: "index.zh.html"}
Write = Callable[[bytes], object]


class _Stream:
    """What ``zipfile`` needs of a file that can't go back. Counts the plain bytes and hashes them."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._at = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._write(bytes(data))
        self.digest.update(data)
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing is held back."""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    step: ExportStep
    tables: Sequence[ExportTable]
    files: Sequence[str]


def write_archive(write: Write, *, member: Member, now: datetime, progress: Callable[[int], None]) -> str:
    """Write the whole ZIP through ``write``; returns the SHA-256 of its bytes.

    ``progress`` is told how many steps are done.
    """
    stream = _Stream(write)
    with zipfile.ZipFile(cast(Any, stream), "w", zipfile.ZIP_DEFLATED) as archive:
        chapters = []
        for done, step in enumerate(export_steps, start=1):
            chapters.append(_write_step(archive, step, member.pk))
            progress(done)
        archive.writestr("style.css", "\n".join(_styles()))
        for language, name in PAGES.items():
            with override(language):
                archive.writestr(name, _page(chapters, member=member, now=now, language=language))
    return stream.digest.hexdigest()


def _write_step(archive: zipfile.ZipFile, step: ExportStep, member_id: int) -> Chapter:
    tables = as_tables(step.build(member_id))
    data = {table.key: [plain(row) for row in table.rows] for table in tables}
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    archive.writestr(f"data/{step.key}.json", text)
    names = [_write_file(archive, file) for file in step.files(member_id)]
    return Chapter(step=step, tables=[table for table in tables if table.rows], files=names)


def as_tables(built: Any) -> Sequence[ExportTable]:
    """Some apps give {heading: rows} without words for the columns; the keys then stand for themselves."""
    if not isinstance(built, Mapping):
        return cast(Sequence[ExportTable], built)
    found = []
    for key, rows in built.items():
        listed = [row if isinstance(row, Mapping) else {key: row} for row in rows]
        columns = {name: name for row in listed for name in row}
        found.append(ExportTable(key=key, title=key, columns=columns, rows=listed))
    return found


def _write_file(archive: zipfile.ZipFile, file: ExportFile) -> str:
    name = f"files/{file.path.lstrip('/')}"
    with archive.open(name, "w") as out:
        for piece in file.read():
            out.write(piece)
    return name


def _styles() -> Iterator[str]:
    for name in STYLES:
        path = finders.find(f"common/css/{name}.css")
        if path:
            with open(path, encoding="utf-8") as source:
                yield source.read()


def _page(chapters: Sequence[Chapter], *, member: Member, now: datetime, language: str) -> str:
    others = [(code, Locale(code).label, name) for code, name in PAGES.items() if code != language]
    return render_to_string(
        "accounts/archive.html",
        {
            "language": language,
            "others": others,
            "member": member,
            "made_at": words(now),
            "chapters": [
                {
                    "title": chapter.step.title,
                    "data": f"data/{chapter.step.key}.json",
                    "files": chapter.files,
                    "tables": [_table(table) for table in chapter.tables],
                }
                for chapter in chapters
            ],
        },
    )


def _table(table: ExportTable) -> dict[str, Any]:
    """Headings and cells in the present language."""
    rows = [
        [(str(heading), words(row.get(key))) for key, heading in table.columns.items()] for row in table.rows
    ]
    return {"title": table.title, "rows": rows}


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for JSON: choices by their value, everything else as it is."""
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "label") or isinstance(value, Promise) else value


def words(value: Any) -> str:
    """A value as people read it, in the present language."""
    if value is None or value == "":
        return "–"
    if hasattr(value, "label"):
        return str(value.label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Mapping):
        return in_language({str(key): str(text) for key, text in value.items()})
    if isinstance(value, list | tuple):
        return ", ".join(words(item) for item in value) or "–"
    return str(value)


def archive_response(pieces: Iterator[bytes], *, size_bytes: int) -> StreamingHttpResponse:
    """The archive's plain bytes to its owner: never cached, never sniffed, never shown in the browser."""
    response = StreamingHttpResponse(pieces, content_type=ARCHIVE_TYPE)
    response["Content-Length"] = str(size_bytes)
    response["Content-Disposition"] = 'attachment; filename="guanxi-archive.zip"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
