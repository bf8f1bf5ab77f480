"""``expected/*.yml``: what every cell must say, written for people to review.

Nothing is taken for granted: a route, a method, an object or a role that is left out is an error, and so is
an entry that nothing answers to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.authz.cells import Matrix
from tests.authz.roles import FORGED, ROLES, SITE_KEYS, roles_for

FOLDER = Path(__file__).parent / "expected"
Key = tuple[str, str, str]
Row = Mapping[str, str]  # role -> line


class Unreadable(Exception):
    """An entry that means nothing, or two things."""


@dataclass(kw_only=True)
class Expected:
    """``lines``: (route, method, object) -> role -> line. ``verbs``: verb -> role -> answer."""

    lines: dict[Key, Row] = field(default_factory=dict)
    verbs: dict[str, Row] = field(default_factory=dict)


def load() -> Expected:
    words = _read(FOLDER / "words.yml")
    expected = Expected()
    reader = Reader(groups=words["groups"], rows=words["rows"])
    for path in sorted(FOLDER.glob("*.yml")):
        if path.name == "words.yml":
            continue
        for route, methods in _read(path).items():
            if path.name == "operations.yml":
                expected.verbs[route] = reader.row(route, methods, sorted(reader.actors))
                continue
            for key, row in _entries(reader, route, methods):
                if key in expected.lines:
                    raise Unreadable(f"{key}: said twice")
                expected.lines[key] = row
    return expected


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text())
    return found


def _entries(reader: "Reader", route: str, methods: Mapping[str, Any]) -> Iterable[tuple[Key, Row]]:
    for method, objects in methods.items():
        for names, row in objects.items():
            for name in str(names).split(", "):
                yield (
                    (route, method, name),
                    reader.row(f"{route} {method} {name}", row, roles_for(method, route)),
                )


class Reader:
    """Turns ``signed-in - owner`` into roles, and a row's name into the row."""

    def __init__(self, *, groups: Mapping[str, str], rows: Mapping[str, Any]) -> None:
        self._groups = groups
        self._rows = rows
        self.actors = self.roles("actors")

    def roles(self, words: str) -> set[str]:
        """``a + group - b``, read from left to right."""
        found: set[str] = set()
        adds = True
        for word in words.split():
            if word in "+-":
                adds = word == "+"
                continue
            named = self._named(word)
            if adds and found & named:
                raise Unreadable(f"{words}: {sorted(found & named)} twice")
            if not adds and not named <= found:
                raise Unreadable(f"{words}: {word} was not there")
            found = found | named if adds else found - named
        return found

    def _named(self, word: str) -> set[str]:
        if word in self._groups:
            return self.roles(self._groups[word])
        if word in (*ROLES, *SITE_KEYS, FORGED):
            return {word}
        raise Unreadable(f"{word}: neither a role nor a group")

    def row(self, where: str, row: Any, roles: Sequence[str]) -> Row:
        """Raises: Unreadable, when a role is missing, said twice or does not exist here."""
        if isinstance(row, str):
            if row not in self._rows:
                raise Unreadable(f"{where}: no row is called {row}")
            row = self._rows[row]
        said: dict[str, str] = {}
        for line, words in row.items():
            for role in self.roles(words):
                if role in said:
                    raise Unreadable(f"{where}: {role} is said twice")
                said[role] = str(line)
        if set(said) != set(roles):
            raise Unreadable(f"{where}: missing or too many: {sorted(set(said) ^ set(roles))}")
        return said


def gaps(matrix: Matrix, expected: Expected) -> list[str]:
    """Routes, methods or objects without an entry, and entries without one."""
    real = {(cell.route.key, cell.method, cell.target) for cell in matrix.cells()}
    said = set(expected.lines)
    return [
        *(f"no entry for {' '.join(key)}" for key in sorted(real - said)),
        *(f"no route for the entry {' '.join(key)}" for key in sorted(said - real)),
    ]
