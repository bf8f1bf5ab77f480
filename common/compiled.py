"""Statements whose SQL is built once per process, for what every page asks and only the values differ.

Building a statement through the ORM takes several times as long as the database needs to answer it from an
index. The ORM stays the only author of SQL: it builds each statement once, with stand-ins for the values.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

# Larger than any key and within a bigint.
_FIRST_STAND_IN = 8_000_000_000_000_000_000


_all: "WeakSet[Compiled]" = WeakSet()


class CannotCompile(Exception):
    """The statement depends on more than its values: a present time of the process, or a changed value."""


@dataclass(frozen=True, kw_only=True)
class _Statement:
    """``places``: the name of the value that belongs there, or None for a parameter that never differs."""

    sql: str
    params: Sequence[Any]
    places: Sequence[str | None]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]
    width: int

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        pairs = zip(self.params, self.places, strict=True)
        return [param if place is None else values[place] for param, place in pairs]

    def converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        cells = list(row[: self.width])
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                cells[place] = convert(cells[place], expression, connection)
        return tuple(cells)


class Compiled:
    """``build(**stand_ins)`` returns a ``values_list`` queryset and asks nothing itself.

    ``kinds``: name -> ``int`` or ``str`` of each value. Values reach the database as parameters and nothing
    else; "now" is the database's (``DbNowOnce``), since the process's would stay that of the first asking.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type[int] | type[str]) -> None:
        self._build, self._kinds = build, kinds
        self._statements: dict[tuple[str, bool], tuple[_Statement, type[Any] | None]] = {}
        _all.add(self)

    def rows(self, **values: int | str) -> list[Any]:
        """Tuples, named ones for ``values_list(named=True)``. One statement. Raises: CannotCompile."""
        state = (connection.vendor, settings.CLOCK_OFFSET)
        if state not in self._statements:
            self._statements[state] = self._compile()
        statement, row_type = self._statements[state]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(values))
            rows = [statement.converted(row) for row in cursor.fetchall()]
        return [row_type._make(row) for row in rows] if row_type else rows

    def _compile(self) -> tuple[_Statement, type[Any] | None]:
        stand_ins = dict(self._stand_ins())
        queryset = self._build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {value: name for name, value in stand_ins.items()}
        places = [names.get(param) if isinstance(param, int | str) else None for param in params]
        if set(stand_ins) - set(places) or any(_is_a_time(param) for param in params):
            raise CannotCompile(sql)
        fields = [selected[0] for selected in compiler.select]
        statement = _Statement(
            sql=sql,
            params=params,
            places=places,
            converters=compiler.get_converters(fields),
            width=len(fields),
        )
        return statement, _row_type(queryset)

    def _stand_ins(self) -> Iterator[tuple[str, int | str]]:
        for (name, kind), number in zip(self._kinds.items(), count(_FIRST_STAND_IN), strict=False):
            yield name, kind(number)


def forget_all() -> None:
    """Build every statement anew: for tests that change what statements are built from."""
    for compiled in _all:
        compiled._statements.clear()


def _is_a_time(param: Any) -> bool:
    """SQLite is given times as text."""
    return isinstance(param, date) or (isinstance(param, str) and _parsed(param))


def _parsed(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False


def _row_type(queryset: Any) -> type[Any] | None:
    named = queryset._iterable_class.__name__ == "NamedValuesListIterable"
    return namedtuple("Row", queryset._fields) if named else None
