"""Take every guard out, one at a time: a cell of the authorisation matrix must notice.

``python -m tests.architecture.authz_removals`` makes a throw-away database and prints what was found;
``run`` is called by the figure ``security.authz``. docs/security.md says how to read it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.authz.cells import Cell, Matrix, Outcome
    from tests.authz.matrix import Expected
    from tests.authz.removals import Removal
    from tests.authz.world import World


@dataclass(kw_only=True)
class Result:
    """``cells``: how many were asked. ``wrong``: cells and entries that are not as written.

    ``survivors``: removals that no cell noticed; ``removals`` = ``caught`` + their number.
    """

    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    removals: int = 0
    caught: int = 0
    survivors: list[str] = field(default_factory=list)
    routes: int = 0


def run(full: bool = False) -> Result:
    """All cells, then all removals. ``full``: every removal is tried on all the cells that it touches,
    not only until the first one notices.
    """
    with throwaway_database():
        return _measured(full=full)


def _measured(*, full: bool) -> Result:
    """Imports wait until Django is set up."""
    from django.test import override_settings

    from tests.authz.cells import Matrix, quiet, rolled_back
    from tests.authz.matrix import gaps, load
    from tests.authz.routes import all_routes
    from tests.authz.world import build

    with quiet(), rolled_back(), override_settings(STEP_UP=True):
        world, expected = build(), load()
        matrix = Matrix(world, all_routes())
        result = Result(wrong=gaps(matrix, expected), routes=len(matrix.objects))
        seen = ask_everything(matrix, expected, result)
        verbs = ask_operations(world, expected, result)
        take_everything_out(matrix, seen, verbs, result, full=full)
        return result


@contextmanager
def throwaway_database() -> Iterator[None]:
    """A test's own database when there is one, else a new one that is thrown away."""
    import django
    from django.db import connection
    from django.test import utils

    if hasattr(utils._TestState, "saved_data"):
        yield
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    utils.setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        utils.teardown_test_environment()


def ask_everything(matrix: "Matrix", expected: "Expected", result: Result) -> "dict[Cell, Outcome]":
    seen = {}
    for cell in matrix.cells():
        outcome = seen[cell] = matrix.ask(cell)
        result.cells += 1
        row = expected.lines.get((cell.route.key, cell.method, cell.target))
        if row is not None and row[cell.role] != outcome.line:
            result.wrong.append(f"{cell}: {outcome.line}, not {row[cell.role]}")
    return seen


def ask_operations(world: "World", expected: "Expected", result: Result) -> dict[tuple[str, str], str]:
    """Each verb's operation by each actor; guarded ones also by somebody whose proof is old."""
    from common import access
    from tests.authz.operations import CALLS, answer

    answers = {}
    result.wrong += [f"no entry for the verb {verb}" for verb in sorted(set(CALLS) - set(expected.verbs))]
    for verb, row in expected.verbs.items():
        for role, said in row.items():
            answers[verb, role] = answer(world, verb, role)
            result.cells += 1
            if answers[verb, role] != said:
                result.wrong.append(f"{verb} by {role}: {answers[verb, role]}, not {said}")
        if access._fresh[verb]:
            stale = "stale " + next(role for role, said in row.items() if said == "passes")
            answers[verb, stale] = answer(world, verb, stale)
            if answers[verb, stale] != "fresh-proof":
                result.wrong.append(f"{verb} by {stale}: {answers[verb, stale]}, not fresh-proof")
    return answers


def take_everything_out(
    matrix: "Matrix",
    seen: "dict[Cell, Outcome]",
    verbs: dict[tuple[str, str], str],
    result: Result,
    *,
    full: bool,
) -> None:
    from tests.authz.removals import all_removals

    for removal in all_removals(matrix.world):
        result.removals += 1
        if _is_noticed(matrix, removal, seen, verbs, full=full):
            result.caught += 1
        else:
            result.survivors.append(removal.name)


def _is_noticed(
    matrix: "Matrix",
    removal: "Removal",
    seen: "dict[Cell, Outcome]",
    verbs: dict[tuple[str, str], str],
    *,
    full: bool,
) -> bool:
    from tests.authz.operations import answer

    noticed = 0
    with removal.take_out(), _built_anew():
        for (verb, role), before in verbs.items():
            if verb == removal.verb:
                noticed += answer(matrix.world, verb, role) != before
        for cell in _touched(removal, seen):
            if noticed and not full:
                break
            noticed += matrix.ask(cell).line != seen[cell].line
    return noticed > 0


@contextmanager
def _built_anew() -> "Iterator[None]":
    """Statements that are built once would keep the check that was taken out, or miss it later."""
    from common.compiled import forget_all

    forget_all()
    try:
        yield
    finally:
        forget_all()


def _touched(removal: "Removal", seen: "dict[Cell, Outcome]") -> "Iterator[Cell]":
    for cell, outcome in seen.items():
        if (removal.verb in outcome.refused_verbs) if removal.verb else removal.touches(cell):
            yield cell


def main() -> int:
    result = run(full="--full" in sys.argv)
    print(
        f"routes={result.routes} cells={result.cells} wrong={len(result.wrong)} "
        f"removals={result.removals} caught={result.caught}"
    )
    for line in [*result.wrong, *(f"survived: {name}" for name in result.survivors)]:
        print(" ", line)
    return 1 if result.wrong or result.survivors else 0


if __name__ == "__main__":
    sys.exit(main())
