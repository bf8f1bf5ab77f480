"""Every route, method, role and object; then every guard taken out. See docs/security.md.

This is the slowest file of the suite, and one test, because each guard is measured against all the cells.
"""

from typing import Any

import pytest

from tests.architecture.authz_removals import Result, run

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(scope="module")
def result(django_db_setup: None, django_db_blocker: Any) -> Result:
    with django_db_blocker.unblock():
        return run()


def test_every_cell_says_what_is_written_and_every_removed_guard_is_noticed(result: Result) -> None:
    assert result.wrong == []
    assert result.survivors == []
    assert result.caught == result.removals > 100
