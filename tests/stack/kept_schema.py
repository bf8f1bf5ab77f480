"""SQLite's test database is migrated once per state of the migrations and copied afterwards.

Migrating anew takes half a minute of processor time, for one test as for a thousand. The copy is migrated
too, which finds nothing to do, so a forgotten part of the key costs time and never a wrong schema.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parents[2]


def install() -> None:
    plain: Callable[..., str] = DatabaseCreation.create_test_db

    def create_test_db(self: Any, *args: Any, keepdb: bool = False, **kwargs: Any) -> str:
        if "sessions" in settings.MIGRATION_MODULES:  # --nomigrations: tables without a record of them
            return plain(self, *args, keepdb=keepdb, **kwargs)
        target = Path(self._get_test_db_name())
        kept = kept_schema(target.parent)
        if keepdb or not kept.exists():
            made = plain(self, *args, keepdb=keepdb, **kwargs)
            if not keepdb:
                copy_database(target, kept)
            return made
        _forget(target)
        copy_database(kept, target)
        return plain(self, *args, keepdb=True, **kwargs)

    setattr(DatabaseCreation, "create_test_db", create_test_db)  # noqa: B010 - replaced for the tests


def kept_schema(folder: Path) -> Path:
    """The file in ``folder`` for everything that migrations are made of now."""
    digest = hashlib.sha256(f"{django.__version__} {sorted(settings.INSTALLED_APPS)}".encode())
    parts = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("requirements/*.txt"), ROOT / "common/triggers.py"]
    for path in sorted(parts):
        digest.update(f"\\0{path.relative_to(ROOT)}\\0".encode() + path.read_bytes())
    return folder / f"schema-{digest.hexdigest()[:16]}.sqlite3"


def copy_database(source: Path, target: Path) -> None:
    """Whole or not at all, also when two processes make the same one."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(draft)) as new:
        old.backup(new)
    draft.replace(target)


def _forget(target: Path) -> None:
    for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
        target.with_name(name).unlink(missing_ok=True)
