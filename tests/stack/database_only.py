"""A pytest plugin (``-p tests.stack.database_only``): keep only the tests that touch the database.

They run a second time on PostgreSQL, where races and strict types show that SQLite hides.
"""

import pytest

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_setup",
    "live_server",
    "django_db_serialized_rollback",
}


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres", "race"))
    return bool(
        marked or fixtures & DATABASE_FIXTURES or issubclass(getattr(item, "cls", None) or object, _cases())
    )


def _cases() -> type:
    from django.test import TransactionTestCase

    return TransactionTestCase


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    dropped = [item for item in items if not touches_database(item)]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in set(dropped)]
