"""Rows of the database as a table of a member's archive."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min, QuerySet, TextChoices
from django.utils.functional import Promise

from common.registries import ExportTable, Holding

NO_CHOICES: Mapping[str, type[TextChoices]] = {}


def table(
    key: str,
    title: str | Promise,
    rows: "QuerySet[Any]",
    columns: Mapping[str, str | Promise],
    *,
    choices: Mapping[str, type[TextChoices]] = NO_CHOICES,
) -> ExportTable:
    """``columns``: {path of a field: heading}; ``choices``: which of them have labels. One statement."""
    found = [
        {path: _value(value, choices.get(path)) for path, value in row.items()}
        for row in rows.values(*columns)
    ]
    return ExportTable(key=key, title=title, columns=columns, rows=found)


def _value(value: Any, kind: type[TextChoices] | None) -> Any:
    if kind is None or value in (None, ""):
        return value
    try:
        return kind(value)
    except ValueError:  # a word of an older version
        return value


def holding(rows: "QuerySet[Any]", *, since: str = "", until: str = "") -> Holding:
    """How many rows, the oldest ``since`` and the first ``until`` (names of fields). One statement."""
    wanted: dict[str, Any] = {"n": Count("pk")}
    if since:
        wanted["first"] = Min(since)
    if until:
        wanted["end"] = Min(until)
    found = rows.order_by().aggregate(**wanted)
    return Holding(count=found["n"], since=found.get("first"), until=found.get("end"))
