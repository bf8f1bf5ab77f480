"""Migrations are named by people and follow one another in one line."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import APPS, ROOT

NAMED = re.compile(r"^\d{4}_[a-z0-9_]+$")


def names(app: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / app / "migrations").glob("[0-9]*.py"))


def is_named_by_hand(name: str) -> bool:
    """Machines write ``0002_alter_gift_state``, ``0003_auto_2026...``, ``..._and_more``."""
    return bool(NAMED.match(name)) and not re.search(
        r"^\d{4}_(auto_|alter_|merge_)|_and_more$|_\d{8}_\d{4}$", name
    )


@pytest.mark.parametrize("app", APPS)
def test_every_migration_is_named_by_hand(app: str) -> None:
    assert [name for name in names(app) if not is_named_by_hand(name)] == []


@pytest.mark.parametrize("app", APPS)
def test_numbers_follow_one_another(app: str) -> None:
    assert [int(name[:4]) for name in names(app)] == list(range(1, len(names(app)) + 1))


@pytest.mark.parametrize("app", APPS)
def test_each_depends_on_the_one_before(app: str) -> None:
    for before, name in zip(names(app), names(app)[1:], strict=False):
        text = Path(ROOT / app / "migrations" / f"{name}.py").read_text()
        assert re.search(rf"[\"']{app}[\"'], ?[\"']{before}[\"']", text), name


@pytest.mark.parametrize(
    "name", ["0002_auto_20261122_0755", "0002_alter_gift_state", "0003_gift_note_and_more", "0002_merge_x"]
)
def test_a_machine_name_is_seen(name: str) -> None:
    assert not is_named_by_hand(name)
