"""Whatever a test does to campaigns, the invariants hold afterwards."""

from collections.abc import Iterator

import pytest

from campaigns import reconcile, reconcile_vouches
from campaigns.queries.campaigns import sealed_version


@pytest.fixture(autouse=True)
def _reconciled(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every check after each test of the core that does not break things on purpose."""
    yield
    uses_database = {"db", "transactional_db"} & set(request.fixturenames)
    of_draws = "draw" in request.node.path.name or "beacon" in request.node.path.name
    if uses_database and not of_draws and "breaks_invariants" not in request.fixturenames:
        checks = [*reconcile.CHECKS, *reconcile_vouches.CHECKS]
        assert [line for check in checks for line in check.run()] == []
    sealed_version.cache_clear()


@pytest.fixture
def breaks_invariants() -> None:
    """For tests that take a guard out to see that something notices."""
