"""Every row of every table, to compare before and after."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

# Written by looking: the session's own row (messages), and a token's or key's "last used".
BY_LOOKING = frozenset({"django_session", "accounts_apitoken", "connect_sitekey"})
Tables = Mapping[str, list[Mapping[str, Any]]]


def prints(*, without: Iterable[str] = ()) -> dict[str, int]:
    """Table -> a fingerprint of its rows, in this process."""
    return {name: hash(tuple(_raw(name)[1])) for name in _names() - set(without)}


def tables(*, without: Iterable[str] = ()) -> Tables:
    return {name: _rows(name) for name in sorted(_names() - set(without))}


@cache
def _names() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _rows(table: str) -> list[Mapping[str, Any]]:
    names, rows = _raw(table)
    return [dict(zip(names, map(str, row), strict=True)) for row in rows]


def _raw(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
        return [column[0] for column in cursor.description], cursor.fetchall()


def written(before: Tables, after: Tables) -> dict[str, list[Mapping[str, Any]]]:
    """Table -> the rows that are new or not as they were."""
    found = {}
    for table, rows in after.items():
        old = Counter(map(_frozen, before[table]))
        new = [row for row in rows if not old[_frozen(row)]]
        if new or len(rows) != len(before[table]):
            found[table] = new
    return found


def _frozen(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.values())


def columns(rows: list[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """Column -> its values, in no order."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, Counter())[value] += 1
    return found
