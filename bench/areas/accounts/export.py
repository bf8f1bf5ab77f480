"""Members take along what is stored about them: every table, every word of theirs, nobody else's."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.test import override_settings

from accounts.models import DataExport, Member
from accounts.operations import leaving
from accounts.personal_data import gaps, tables_of_people
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.leavers import NOW, Leaver, leavers
from bench.trial import Trial
from common.registries import data_notes, export_steps
from outbox.testing import run_jobs

# News for somebody else that this member caused.
OTHERS_ROWS = frozenset({("accounts.Notification", "caused_by")})


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What one member took along: the JSON by step, and everything that can be read in the ZIP."""

    data: dict[str, dict[str, list[Any]]]
    text: str

    def rows_of(self, step: str) -> int:
        return sum(len(rows) for rows in self.data.get(step, {}).values())


@counted("accounts.export", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=300)
def count(trial: Trial) -> Figure:
    return count_archives(trial)


def count_archives(trial: Trial) -> Figure:
    with override_settings(STEP_UP=False):
        people = leavers()
        run_jobs()
        for one in people:
            leaving.request_export(actor=one.member, now=NOW)
        run_jobs()
        archives = {one.state: taken(one) for one in people}
    owned = [(one, label) for label in exported_tables() for one in people if owns_rows(label, one.member)]
    empty = [f"{label} of {one.state}" for one, label in owned if not holds(archives[one.state], label)]
    cells = [(one, *cell) for one in people for cell in cells_of(one)]
    unsaid = [f"{where} of {one.state}" for one, where, text in cells if text not in archives[one.state].text]
    strangers = [
        f"{other.state} in {one.state}"
        for one in people
        for other in people
        if other is not one and other.word in archives[one.state].text
    ]
    nobody = gaps().not_exported
    return trial.figure(
        ok=not (empty or unsaid or strangers or nobody) and len(owned) > 100 and len(cells) > 100,
        numbers={
            "archives": len(archives),
            "tables": len({label for _, label in owned}),
            "owned": len(owned),
            "left_out": len(empty) + len(nobody),
            "cells": len(cells),
            "unsaid": len(unsaid),
            "of_others": len(strangers),
        },
        notes={"left_out": empty + nobody, "unsaid": unsaid[:80], "of_others": strangers},
    )


def taken(one: Leaver) -> Archive:
    """The newest archive, through the link that its owner gets."""
    export = DataExport.objects.filter(member=one.member).latest("pk")
    token = leaving.make_link(actor=one.member, public_id=export.public_id, now=NOW)
    _export, pieces = leaving.take_archive(actor=one.member, token=token)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    read = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    data = {name[5:-5]: json.loads(text) for name, text in read.items() if name.startswith("data/")}
    return Archive(data=data, text=json.dumps(data, ensure_ascii=False) + "\n".join(read))


def exported_tables() -> set[str]:
    return tables_of_people() - {note.key for note in data_notes if note.not_exported}


def holds(archive: Archive, label: str) -> bool:
    return any(archive.rows_of(step.key) for step in export_steps if label in step.models)


def owns_rows(label: str, member: Member) -> bool:
    model = apps.get_model(label)
    return any(model._base_manager.filter(**{name: member}).exists() for name in _owner_columns(model))


def _owner_columns(model: type[Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        is_member = isinstance(field, ForeignKey) and field.remote_field.model is Member
        if is_member and (model._meta.label, field.name) not in OTHERS_ROWS:
            yield field.name


def cells_of(one: Leaver) -> Iterator[tuple[str, str]]:
    """(column, text): what of the member's own words stands readable in the exported tables."""
    for label in sorted(exported_tables()):
        model = apps.get_model(label)
        names = [field.name for field in model._meta.concrete_fields if _is_text(field)]
        for row in model._base_manager.values(*names):
            for name, value in row.items():
                for text in _texts(value):
                    if one.word.lower() in text.lower():
                        yield f"{label}.{name}", text


def _is_text(field: "Field[Any, Any]") -> bool:
    return field.get_internal_type() in ("CharField", "TextField", "SlugField", "EmailField", "JSONField")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _texts(part))
