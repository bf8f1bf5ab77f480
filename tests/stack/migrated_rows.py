"""Rows that migrations wrote come back after a test that emptied the tables: the order of tests is free."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core import serializers
from django.test import TransactionTestCase

# Made anew after each flush, under other keys, by what listens to "post_migrate".
MADE_ANEW = {"accounts.noticetext", "auth.permission", "contenttypes.contenttype"}

_rows: list[dict[str, Any]] = []


def remember() -> None:
    """Call once, when the test database is migrated and no test has run."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in MADE_ANEW]
    written = [model._base_manager.all() for model in models if model._meta.managed]
    _rows[:] = [row for rows in written for row in serializers.serialize("python", rows)]


def put_back() -> None:
    for row in serializers.deserialize("python", _rows):
        row.save()


def install() -> None:
    emptied: Any = TransactionTestCase
    empty: Callable[..., None] = emptied._fixture_teardown

    def empty_and_put_back(self: Any) -> None:
        empty(self)
        put_back()

    emptied._fixture_teardown = empty_and_put_back
