"""One pair of worlds for a whole module: built once, every cell rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.authz.cells import Matrix, quiet, rolled_back
from tests.authz.routes import all_routes
from tests.authz.world import build


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who may do what does not depend on the engine, and asking takes minutes: once, on the embedded one."""
    if connection.vendor == "postgresql":
        once = pytest.mark.skip(reason="asked on SQLite")
        for item in items:
            if "authz" in item.path.parts:
                item.add_marker(once)


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    with django_db_blocker.unblock(), quiet(), rolled_back():
        yield Matrix(build(), all_routes())
