"""Putting a database back as it was, under the feet of processes that are connected to it."""

import sqlite3
from pathlib import Path

import psycopg
from django.db import connection, connections
from psycopg import sql


class Copy:
    """The database of this process as it is now; ``restore`` brings it back, as often as needed."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.kept = f"{self.name}_kept" if connection.vendor == "postgresql" else f"{self.name}.kept"
        connections.close_all()
        if connection.vendor == "postgresql":
            self._copy_postgres(self.name, self.kept)
        else:
            self._copy_sqlite(self.name, self.kept)

    def restore(self) -> None:
        connections.close_all()
        if connection.vendor == "postgresql":
            self._copy_postgres(self.kept, self.name)
        else:
            self._copy_sqlite(self.kept, self.name)

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            with self._admin() as admin:
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.kept)))
        else:
            Path(self.kept).unlink(missing_ok=True)

    @staticmethod
    def _copy_sqlite(source: str, target: str) -> None:
        """Through SQLite itself, so that open connections of others see the change."""
        with sqlite3.connect(source) as old, sqlite3.connect(target, timeout=30) as new:
            old.backup(new)

    def _copy_postgres(self, source: str, target: str) -> None:
        """The connections of others are ended; they are made again at the next request."""
        with self._admin() as admin:
            for name in (source, target):
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
            old, new = sql.Identifier(source), sql.Identifier(target)
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))

    @staticmethod
    def _admin() -> "psycopg.Connection[tuple[object, ...]]":
        settings = connection.settings_dict
        return psycopg.connect(
            host=settings["HOST"],
            port=settings["PORT"] or 5432,
            user=settings["USER"],
            password=settings["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        )
