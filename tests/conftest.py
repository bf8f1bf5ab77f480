"""Shared fixtures. Races and child processes need real transactions, so such tests are marked for them."""

from collections.abc import Iterator
from typing import Any

import pytest
import pytest_django
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3 import base as sqlite
from hypothesis import settings

from tests.stack import kept_on_server, kept_schema, migrated_rows

# How long a try takes says something about the machine only.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever takes minutes begins first, so that no process ends long after the others.

    What kills processes or servers stays in one process, one after the other, beside the browsers.
    """
    for item in items:
        if item.get_closest_marker("chaos") or item.get_closest_marker("broker"):
            item.add_marker(pytest.mark.xdist_group("servers"))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        migrated_rows.remember()


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def postgres_only() -> None:
    """Skip where rows can't be locked one by one: SQLite has a single writer."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def _flush_past_triggers() -> None:
    """Let the tests' own flush empty append-only tables on SQLite, where it deletes row by row.

    The triggers are dropped and made again inside the flush; PostgreSQL truncates, which no row trigger sees.
    """
    operations = sqlite.DatabaseWrapper.ops_class
    plain = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        statements: list[str] = plain(self, *args, **kwargs)
        dropped = [f"DROP TRIGGER {name}" for name, _sql in triggers]
        return [*dropped, *statements, *(sql for _name, sql in triggers)]

    setattr(operations, "sql_flush", sql_flush)  # noqa: B010 - replaced for the tests


_flush_past_triggers()
kept_schema.install()
kept_on_server.install()
migrated_rows.install()
