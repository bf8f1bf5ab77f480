"""A body that carries every column of our models besides what is asked changes what the plain one changes."""

from typing import Any

import pytest

from tests.authz import snapshot
from tests.authz.cells import Cell, Matrix, rolled_back
from tests.authz.hostile import MARK, NUMBER, loads_of_fields
from tests.authz.matrix import load
from tests.authz.watching import ASIDE

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]
# Cut in slices of which an act takes one by chance.
SLICED = {
    "campaigns_budget",
    "campaigns_budgetentry",
    "campaigns_promisetally",
    "gifts_stockbalance",
    "gifts_stockentry",
}
# A field that nobody asked for refuses the whole event.
REFUSES_MORE = {"api-qualifying-events"}
Written = dict[str, list[Any]]


def acting(matrix: Matrix) -> list[Cell]:
    """One cell for each unsafe route: the first that changes something."""
    lines = load().lines
    found: dict[tuple[str, str], Cell] = {}
    for cell in matrix.cells():
        line = lines[cell.route.key, cell.method, cell.target].get(cell.role, "")
        if "changed" in line and cell.method != "GET" and not is_idle(cell):
            found.setdefault((cell.route.key, cell.method), cell)
    return list(found.values())


def is_idle(cell: Cell) -> bool:
    """Sends a statement that finds no row or changes none: nothing of that name, a consent that was never
    given, a ticket or a job that nobody has, an answer or a publication that is there already and was
    looked at under the event's lock.
    """
    return cell.target == "missing" or cell.route.name in {
        "groups:accept-place",
        "groups:answer-event",
        "groups:door-later",
        "groups:latecomers",
        "groups:publish-event",
        "api-event-accept",
        "api-event-answer",
        "api-event-latecomers",
        "api-event-scans",
        "api-event-publish",
        "accounts:withdraw-consent",
        "api-credential",
        "api-end-employment",
        "api-level-reveal",
        "api-membership-lift-ban",
        "api-withdraw-consent",
        "api-withdraw-credit",
        "api-withdraw-linkedin",
        "trust:end-job",
        "trust:withdraw-credit",
        "trust:withdraw-linkedin",
    }


def done(matrix: Matrix, cell: Cell, before: snapshot.Tables, extra: dict[str, Any] | None = None) -> Written:
    with rolled_back():
        matrix.send(cell, extra)
        return snapshot.written(before, snapshot.tables(without=ASIDE))


def differences(first: Written, second: Written, hostile: Written) -> list[str]:
    """Columns that two plain runs agree on must be the same; the others must not carry our values."""
    if {table: len(rows) for table, rows in first.items()} != {t: len(rows) for t, rows in hostile.items()}:
        return ["other rows"]
    found = []
    for table, rows in hostile.items():
        one, two = snapshot.columns(first[table]), snapshot.columns(second[table])
        for column, values in snapshot.columns(rows).items():
            steady = table not in SLICED and one[column] == two[column]
            foreign = any(MARK in value or value == str(NUMBER) for value in values)
            if foreign or (steady and values != one[column]):
                found.append(f"{table}.{column}")
    return found


def test_nothing_but_the_listed_fields_is_taken(matrix: Matrix) -> None:
    before = snapshot.tables(without=ASIDE)
    root, taken, idle = matrix.world.members["superuser"].pk, [], []
    cells = acting(matrix)
    for cell in cells:
        first, second = done(matrix, cell, before), done(matrix, cell, before)
        for extra in loads_of_fields(cell.route, matrix.body(cell), member_id=root):
            hostile = done(matrix, cell, before, extra)
            if cell.route.name in REFUSES_MORE:
                hostile = hostile or first
            taken += [f"{cell}: {what}" for what in differences(first, second, hostile)]
        if not first:
            idle.append(str(cell))
    assert not taken
    assert not idle
    assert len(cells) > 40
