"""What the product sends to PostgreSQL, word for word, as a pgbench script.

The same act is captured twice for different people. Words that differ between the two are what varies from
person to person: ids that are known (an id that a statement returned, a row that was made ready) become
pgbench variables, and random keys become fresh unique ones. Everything else stays as it was sent.
"""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from django.db import connection

from config.stack import postgres

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+\d\d:\d\d)?")
_WORD = re.compile(r"[\w-]+|[^\w-]")
_UUID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Each transaction has a number of its own: fifteen digits, so that keys keep their length.
FIRST = 100_000_000_000_000
NUMBER = f"\\set i :i + 1\n\\set n {FIRST} + :round * 10000000 + :client_id * 100000 + :i\n"


class Unreplayable(Exception):
    """The two captures don't fit together."""


class NoPgbench(Exception):
    """There is no pgbench on this machine."""


def number_of(*, round_number: int, client: int, index: int) -> int:
    """The ``n`` of a transaction, as ``NUMBER`` makes it."""
    return FIRST + round_number * 10_000_000 + client * 100_000 + index


def script(
    first: Sequence[str], second: Sequence[str], *, known: Mapping[str, str], returned: Mapping[str, str]
) -> str:
    """``known``: {a word of the first capture: its pgbench text}; ``returned``: {how a statement begins: the
    prefix under which its returned columns are kept}. Raises: Unreplayable.
    """
    if len(first) != len(second):
        raise Unreplayable(f"{len(first)} statements, then {len(second)}")
    words = dict(known)
    for one, other in zip(first, second, strict=True):
        _learn(_words(one), _words(other), words)
    lines = []
    for statement in first:
        text = "".join(words.get(word, word) for word in _words(statement)).strip()
        prefix = next((name for start, name in returned.items() if statement.strip().startswith(start)), "")
        lines.append(f"{text} \\gset {prefix}" if prefix else f"{text};")
    return "\n".join(lines) + "\n"


def distinct(pairs: Sequence[tuple[object, str]]) -> dict[str, str]:
    """{word: pgbench text}. Raises: Unreplayable when one word would stand for two things."""
    known = {str(word): text for word, text in pairs}
    if len(known) != len(pairs):
        raise Unreplayable(f"one word stands for two things: {pairs}")
    return known


def _words(statement: str) -> list[str]:
    """Moments are made equal: they may stay what they were in the first capture."""
    return _WORD.findall(_TIMESTAMP.sub("2026-11-22 09:00:00+00:00", statement.strip()))


def _learn(one: Sequence[str], other: Sequence[str], words: dict[str, str]) -> None:
    if len(one) != len(other):
        raise Unreplayable(f"shapes differ: {''.join(one)[:200]}")
    for mine, theirs in zip(one, other, strict=True):
        if mine == theirs or mine in words:
            continue
        if mine.isdigit():
            raise Unreplayable(f"an unknown number varies: {mine} in {''.join(one)[:200]}")
        tag = len(words)
        words[mine] = f"{tag:017d}:n" if _UUID.fullmatch(mine) else f"u{tag:02d}x:n"


def find_pgbench() -> str:
    """Raises: NoPgbench."""
    found = shutil.which("pgbench")
    if found:
        return found
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)
    with suppress(postgres.CannotStart):
        candidates.append(postgres.find_binaries() / "pgbench")
    for path in candidates:
        if path.exists():
            return str(path)
    raise NoPgbench


def pgbench(
    path: Path,
    *,
    clients: int,
    seconds: int,
    round_number: int = 0,
    variables: Mapping[str, int] | None = None,
) -> float:
    """Transactions per second. Raises: NoPgbench, RuntimeError with what pgbench said."""
    settings = connection.settings_dict
    command = [find_pgbench(), "--no-vacuum", f"--file={path}", f"--client={clients}", f"--time={seconds}"]
    command += [f"--jobs={min(2, clients)}", "--define=i=0", f"--define=round={round_number}"]
    command += [f"--define={name}={value}" for name, value in (variables or {}).items()]
    command += ["-h", settings["HOST"], "-p", str(settings["PORT"] or 5432), "-U", settings["USER"]]
    environment = {"PATH": "/usr/bin:/bin", "PGPASSWORD": settings["PASSWORD"] or ""}
    done = subprocess.run(
        [*command, settings["NAME"]], capture_output=True, text=True, env=environment, timeout=seconds + 120
    )
    match = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if done.returncode or not match:
        raise RuntimeError(done.stderr[-600:])
    return float(match.group(1))
