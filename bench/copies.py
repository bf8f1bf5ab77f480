"""Putting a database and its files back as they were, under the feet of processes that are at work."""

import shutil
import sqlite3
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql


class Copy:
    """Database and files of this process as they are now; ``restore`` brings them back, however often."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.kept = f"{self.name}_kept" if connection.vendor == "postgresql" else f"{self.name}.kept"
        self.files, self.kept_files = settings.FILES_DIR, settings.FILES_DIR.with_suffix(".kept")
        connections.close_all()
        if connection.vendor == "postgresql":
            self._copy_postgres(self.name, self.kept)
        else:
            self._copy_sqlite(self.name, self.kept)
        if self.files.exists():
            shutil.copytree(self.files, self.kept_files, dirs_exist_ok=True)

    def restore(self) -> None:
        connections.close_all()
        if connection.vendor == "postgresql":
            self._copy_postgres(self.kept, self.name)
        else:
            self._copy_sqlite(self.kept, self.name)
        if self.kept_files.exists():
            shutil.copytree(self.kept_files, self.files, dirs_exist_ok=True)

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            with self._admin() as admin:
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.kept)))
        else:
            Path(self.kept).unlink(missing_ok=True)
        shutil.rmtree(self.kept_files, ignore_errors=True)

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
        server = connection.settings_dict
        return psycopg.connect(
            host=server["HOST"],
            port=server["PORT"] or 5432,
            user=server["USER"],
            password=server["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        )
