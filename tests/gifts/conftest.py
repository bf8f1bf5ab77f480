"""Whatever a test does to gifts, the invariants hold afterwards."""

from collections.abc import Iterator

import pytest

from gifts import reconcile


@pytest.fixture(autouse=True)
def _reconciled(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every reconcile check after each database test that does not break things on purpose."""
    yield
    uses_database = {"db", "transactional_db"} & set(request.fixturenames)
    if uses_database and "breaks_invariants" not in request.fixturenames:
        assert [line for check in reconcile.CHECKS for line in check.run()] == []


@pytest.fixture
def breaks_invariants() -> None:
    """For tests that take a guard out to see that something notices."""
