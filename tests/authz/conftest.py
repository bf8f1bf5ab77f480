"""One pair of worlds for a whole module: built once, every cell rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.authz.cells import Matrix, quiet, rolled_back
from tests.authz.routes import all_routes
from tests.authz.world import build


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    with django_db_blocker.unblock(), quiet(), rolled_back():
        yield Matrix(build(), all_routes())
