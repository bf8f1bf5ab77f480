"""Databases of our own: made, copied from a prepared one, and dropped again, on both engines.

Migrating an empty database takes half a minute of processor time, so an empty schema is kept for as long as
the migrations are what they are: a file under var/, or a database ``guanxi_schema_...`` of the server.
"""

from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from config.stack.product import ROOT
from tests.stack import kept_on_server
from tests.stack.kept_schema import copy_database, kept_schema

KEPT = ROOT / "var" / "bench"


class Databases(Protocol):
    """Names are short words; each run has its own prefix."""

    def url(self, name: str) -> str: ...

    def create(self, name: str, *, like: str = "") -> str:
        """An empty database, or a copy of ``like``. Returns its URL."""

    def create_with_schema(self, name: str) -> str:
        """A database with the kept schema, or an empty one where none is kept yet. Returns its URL."""

    def keep_schema(self, name: str) -> None:
        """Of this database, which was migrated and is empty. Repeating changes nothing."""

    def drop_all(self) -> None: ...


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def create(self, name: str, *, like: str = "") -> str:
        self.path(name).unlink(missing_ok=True)
        if like:
            copy_database(self.path(like), self.path(name))
        return self.url(name)

    def create_with_schema(self, name: str) -> str:
        url, kept = self.create(name), kept_schema(KEPT)
        if kept.exists():
            copy_database(kept, self.path(name))
        return url

    def keep_schema(self, name: str) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        if not kept_schema(KEPT).exists():
            copy_database(self.path(name), kept_schema(KEPT))

    def drop_all(self) -> None:
        for leftover in self.folder.glob("*.sqlite3*"):
            leftover.unlink()


class PostgresDatabases:
    """``server`` is a URL with any database name; ours begin with ``guanxi_bench_``."""

    def __init__(self, server: str, tag: str) -> None:
        self.server = server.rsplit("/", 1)[0]
        self.tag = f"guanxi_bench_{tag}"
        self.made: list[str] = []

    def _name(self, name: str) -> str:
        return f"{self.tag}_{name}".replace("-", "_").replace(".", "_")

    def url(self, name: str) -> str:
        return f"{self.server}/{self._name(name)}"

    def create(self, name: str, *, like: str = "") -> str:
        return self._create(name, template=self._name(like) if like else "template0")

    def create_with_schema(self, name: str) -> str:
        with self._admin() as admin:
            found = kept_on_server.is_kept(admin)
        return self._create(name, template=kept_on_server.kept_name()) if found else self.create(name)

    def keep_schema(self, name: str) -> None:
        with self._admin() as admin:
            kept_on_server.keep(admin, self._name(name))

    def _create(self, name: str, *, template: str) -> str:
        full = self._name(name)
        with self._admin() as admin:
            self._drop(admin, full)
            kept_on_server.copy(admin, template, to=full)
        self.made.append(full)
        return self.url(name)

    def _admin(self) -> kept_on_server.Admin:
        return psycopg.connect(f"{self.server}/postgres", autocommit=True)

    def drop(self, name: str) -> None:
        with self._admin() as admin:
            self._drop(admin, self._name(name))

    @staticmethod
    def _drop(admin: kept_on_server.Admin, full: str) -> None:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(full)))

    def drop_all(self) -> None:
        with suppress(psycopg.OperationalError), self._admin() as admin:
            for full in self.made:
                self._drop(admin, full)
