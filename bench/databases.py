"""Databases of our own: made, copied from a prepared one, and dropped again, on both engines."""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql


class Databases(Protocol):
    """Names are short words; each run has its own prefix."""

    def url(self, name: str) -> str: ...

    def create(self, name: str, *, like: str = "") -> str:
        """An empty database, or a copy of ``like``. Returns its URL."""

    def drop_all(self) -> None: ...


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def create(self, name: str, *, like: str = "") -> str:
        self._path(name).unlink(missing_ok=True)
        if like:
            source = sqlite3.connect(self._path(like))
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            source.close()
            shutil.copy(self._path(like), self._path(name))
        return self.url(name)

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
        full = self._name(name)
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as admin:
            self._drop(admin, full)
            template = sql.Identifier(self._name(like) if like else "template0")
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(full), template))
        self.made.append(full)
        return self.url(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as admin:
            self._drop(admin, self._name(name))

    @staticmethod
    def _drop(admin: "psycopg.Connection[object]", full: str) -> None:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(full)))

    def drop_all(self) -> None:
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(f"{self.server}/postgres", autocommit=True) as admin,
        ):
            for full in self.made:
                self._drop(admin, full)
