"""Many rows at once, past the ORM: COPY on PostgreSQL, prepared INSERTs on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

_BATCH = 50_000
# Drivers take their values as they are; what else there is goes through the field.
_PLAIN = (models.IntegerField, models.CharField, models.BooleanField, models.ForeignKey)


def load_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows whose values stand in the order of ``names`` (attribute names). Returns how many.

    Columns that are not named get their defaults, the same in every row; an own key only if it is named.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in fields.items() if name not in names and not field.primary_key]
    constant = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    adapted = [(place, fields[name]) for place, name in enumerate(names) if not _is_plain(fields[name])]

    def complete() -> Iterator[list[Any]]:
        for row in rows:
            values = list(row)
            for place, field in adapted:
                values[place] = field.get_db_prep_save(values[place], connection)
            yield values + constant

    quote = connection.ops.quote_name
    ordered = [*(fields[name] for name in names), *others]
    columns = ", ".join(quote(str(field.column)) for field in ordered)
    return _write(f"{quote(model._meta.db_table)} ({columns})", complete())


def _is_plain(field: Any) -> bool:
    return isinstance(field, _PLAIN)


def _write(target: str, rows: Iterator[list[Any]]) -> int:
    if connection.vendor == "postgresql":
        return _copy(target, rows)
    written = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            marks = ", ".join(["%s"] * len(batch[0]))
            cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", batch)  # noqa: S608 - our own names
            written += len(batch)
    return written


def _copy(target: str, rows: Iterator[list[Any]]) -> int:
    written = 0
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {target} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            written += 1
    return written
