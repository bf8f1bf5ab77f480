"""PostgreSQL's empty schema, kept as a database ``guanxi_schema_...`` of the server, for others to copy."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql.creation import DatabaseCreation
from psycopg import sql

from tests.stack import kept_schema

PREFIX = "guanxi_schema_"

Admin = psycopg.Connection[tuple[object, ...]]


def kept_name() -> str:
    """For everything that migrations are made of now; settings with other apps keep one of their own."""
    return _family() + kept_schema.kept_schema(Path()).stem.removeprefix("schema-")


def _family() -> str:
    return f"{PREFIX}{hashlib.sha256(repr(sorted(settings.INSTALLED_APPS)).encode()).hexdigest()[:6]}_"


def is_kept(admin: Admin) -> bool:
    return bool(admin.execute("SELECT FROM pg_database WHERE datname = %s", [kept_name()]).fetchall())


def keep(admin: Admin, source: str) -> None:
    """Of a database that was migrated, is empty and in nobody's use. Repeating changes nothing."""
    taken = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation, psycopg.errors.ObjectInUse)
    with suppress(*taken):
        copy(admin, source, to=kept_name())
        _forget_others(admin)


def _forget_others(admin: Admin) -> None:
    """Schemas of other states of the migrations, unless somebody copies one just now."""
    found = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_family()])
    for (name,) in found.fetchall():
        if name != kept_name():
            with suppress(psycopg.errors.ObjectInUse):
                admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(str(name))))


def copy(admin: Admin, template: str, *, to: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    admin.execute(statement.format(sql.Identifier(to), sql.Identifier(template)))


def install() -> None:
    """For the tests' own database; what is copied is migrated too, which finds nothing to do."""
    plain: Callable[..., str] = DatabaseCreation.create_test_db

    def create_test_db(self: Any, *args: Any, keepdb: bool = False, **kwargs: Any) -> str:
        if keepdb or "sessions" in settings.MIGRATION_MODULES:
            return plain(self, *args, keepdb=keepdb, **kwargs)
        with _admin_of(self.connection.settings_dict) as admin:
            found = is_kept(admin)
            self.connection.settings_dict["TEST"]["TEMPLATE"] = kept_name() if found else None
            made = plain(self, *args, keepdb=False, **kwargs)
            if not found:
                self.connection.close()
                self.connection.close_pool()
                keep(admin, made)
        return made

    setattr(DatabaseCreation, "create_test_db", create_test_db)  # noqa: B010 - replaced for the tests


def _admin_of(own: Mapping[str, Any]) -> Admin:
    return psycopg.connect(
        host=own["HOST"] or None,
        port=own["PORT"] or None,
        user=own["USER"] or None,
        password=own["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )
