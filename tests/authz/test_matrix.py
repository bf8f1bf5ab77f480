"""Every route, method, role and object; then every guard taken out. See docs/security.md.

This is the slowest file of the suite, and one test, because each guard is measured against all the cells.
"""

import pytest

from tests.architecture.authz_removals import run

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_every_cell_says_what_is_written_and_every_removed_guard_is_noticed() -> None:
    result = run()

    assert result.wrong == []
    assert result.survivors == []
    assert result.caught == result.removals > 100
