"""Keyset pages: the next page starts after the last row's key, so depth costs nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid

M = TypeVar("M", bound=Model)
R = TypeVar("R")

_SALT = "common.pagination"


class BadCursor(Invalid):
    code = "bad-cursor"
    message = _("This page link is not valid any more. Start from the first page.")
    status = 400


@dataclass(frozen=True, kw_only=True)
class Page(Generic[R]):
    """``items``: at most ``size`` rows; ``next_cursor``: None on the last page."""

    items: list[R]
    next_cursor: str | None


class _Json:
    """Signing's serializer, with datetimes."""

    def dumps(self, value: Any) -> bytes:
        import json

        return json.dumps(value, cls=DjangoJSONEncoder, separators=(",", ":")).encode()

    def loads(self, raw: bytes) -> Any:
        import json

        return json.loads(raw)


def keyset(queryset: QuerySet[M], *, order: Sequence[str], cursor: str | None, size: int = 25) -> Page[M]:
    """One page in ``order`` (field names, "-" for descending; the last one unique).

    Raises: BadCursor.
    """
    if cursor:
        queryset = queryset.filter(_after(order, _read(cursor, len(order))))
    return page_of(list(first_rows(queryset, order=order, size=size)), order=order, size=size)


def first_rows(queryset: QuerySet[M, R], *, order: Sequence[str], size: int) -> QuerySet[M, R]:
    """Those of a page and one more, which tells whether there is another page."""
    return queryset.order_by(*order)[: size + 1]


def page_of(rows: list[R], *, order: Sequence[str], size: int) -> Page[R]:
    """Of what ``first_rows`` gave."""
    items = rows[:size]
    return Page(items=items, next_cursor=_write(items[-1], order) if len(rows) > size else None)


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    condition = Q()
    for index, name in enumerate(order):
        step = {order[i].lstrip("-"): values[i] for i in range(index)}
        step[f"{name.lstrip('-')}__{'lt' if name.startswith('-') else 'gt'}"] = values[index]
        condition |= Q(**step)
    return condition


def _write(row: Any, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if hasattr(value, "isoformat") else value)
    return signing.dumps(values, salt=_SALT, serializer=_Json, compress=True)


def _read(cursor: str, length: int) -> list[Any]:
    try:
        values = signing.loads(cursor, salt=_SALT, serializer=_Json)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor from error
    if not isinstance(values, list) or len(values) != length:
        raise BadCursor
    return [_value(value) for value in values]


def _value(value: Any) -> Any:
    if isinstance(value, str) and len(value) >= 19 and value[4:5] == "-":
        return parse_datetime(value) or value
    return value
