"""An empty schema is kept as long as the migrations are what they are, on both engines."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from bench import databases
from bench.databases import Databases, PostgresDatabases, SqliteFiles
from tests.stack import kept_on_server, kept_schema


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(kept_on_server, "_family", lambda: "guanxi_kept_by_a_test_")


def migrations_are(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (databases, kept_schema):
        monkeypatch.setattr(module, "kept_schema", lambda folder: folder / f"schema-{number}.sqlite3")


def is_kept(made: Databases, look: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the schema is there: before, after it was kept, in its copy, and for other migrations."""
    migrations_are(1, monkeypatch)
    found = [bool(look(made.create_with_schema("first")))]
    look("CREATE TABLE something (name text)")
    made.keep_schema("first")
    made.keep_schema("first")
    found += [bool(look(made.create_with_schema(name))) for name in ("second", "third")]
    migrations_are(2, monkeypatch)
    return [*found, bool(look(made.create_with_schema("fourth")))]


def test_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, at = SqliteFiles(tmp_path), [""]

    def look(words: str) -> list[str]:
        if words.startswith("sqlite:"):
            at[0] = words.removeprefix("sqlite:///")
            words = "SELECT name FROM sqlite_master"
        with closing(sqlite3.connect(at[0])) as opened, opened:
            return [row[0] for row in opened.execute(words)]

    assert is_kept(made, look, monkeypatch) == [False, True, True, False]


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_database_of_the_server(postgres_only: None, monkeypatch: pytest.MonkeyPatch) -> None:
    own = settings.DATABASES["default"]
    server = f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/postgres"
    made, at = PostgresDatabases(server, "kept"), [""]

    def look(words: str) -> list[str]:
        if words.startswith("postgres:"):
            at[0] = words
            words = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
        with psycopg.connect(at[0], autocommit=True) as opened:
            asked = opened.execute(words)
            return [str(row[0]) for row in asked.fetchall()] if asked.description else []

    try:
        assert is_kept(made, look, monkeypatch) == [False, True, True, False]
        made.keep_schema("fourth")  # the one before it goes
        with made._admin() as admin:
            kept = admin.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'guanxi_kept_by_a_test%'"
            )
            assert kept.fetchall() == [("guanxi_kept_by_a_test_2",)]
    finally:
        with made._admin() as admin:
            made._drop(admin, "guanxi_kept_by_a_test_2")
        made.drop_all()
