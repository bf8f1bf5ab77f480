"""Looking changes nothing: after a page that was shown, every row of every table is as it was."""

import pytest

from tests.authz import snapshot
from tests.authz.cells import Cell, Matrix, rolled_back
from tests.authz.matrix import load

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]
# A picture's ticket is spent by opening it; an invitation remembers the visit, which is counted first.
# A program's calls are counted.
REMEMBERS = {
    "api-qualifying-events": {"common_limitwindow"},
    "api-event-import": {"common_limitwindow"},
    "trust:picture": {"trust_viewticket"},
    "campaigns:landing": {"campaigns_touch", "common_limitwindow", "outbox_factrow", "outbox_job"},
}


def shown(matrix: Matrix) -> list[Cell]:
    """One cell for each page and object: the first role that sees it."""
    lines = load().lines
    found: dict[tuple[str, str], Cell] = {}
    for cell in matrix.cells():
        line = lines[cell.route.key, cell.method, cell.target].get(cell.role, "")
        if cell.method == "GET" and line.startswith("200"):
            found.setdefault((cell.route.key, cell.target), cell)
    return list(found.values())


def test_get_changes_no_row(matrix: Matrix) -> None:
    before = snapshot.prints(without=snapshot.BY_LOOKING)
    changed = []
    cells = shown(matrix)
    for cell in cells:
        with rolled_back():
            matrix.send(cell)
            after = snapshot.prints(without=snapshot.BY_LOOKING)
        written = {table for table, rows in after.items() if before[table] != rows}
        if written - REMEMBERS.get(cell.route.name, set()):
            changed.append(f"{cell}: {sorted(written)}")
    assert not changed
    assert len(cells) > 60


@pytest.mark.parametrize("name", sorted(REMEMBERS))
def test_what_remembers_does(matrix: Matrix, name: str) -> None:
    """The exceptions above are still needed."""
    cell = next(cell for cell in shown(matrix) if cell.route.name == name)
    before = snapshot.tables(without=snapshot.BY_LOOKING)
    with rolled_back():
        matrix.send(cell)
        assert set(snapshot.written(before, snapshot.tables(without=snapshot.BY_LOOKING))) == REMEMBERS[name]
