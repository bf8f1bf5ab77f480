"""Database triggers as migration operations, the second wall behind the models, on both engines."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory

_REFUSED = "this table is append-only"


class Statements(Operation):
    """Statements that need the database and no models, which ``RunPython`` would build all anew."""

    category = OperationCategory.SQL

    def __init__(
        self,
        forwards: Callable[[BaseDatabaseSchemaEditor], None],
        backwards: Callable[[BaseDatabaseSchemaEditor], None],
    ) -> None:
        self._forwards, self._backwards = forwards, backwards

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of any model."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._forwards(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._backwards(schema_editor)

    def describe(self) -> str:
        return "Statements to the database"


def append_only(
    table: str,
    *,
    may_set_once: Sequence[str] = (),
    may_clear: Sequence[str] = (),
    may_change: Sequence[str] = (),
) -> Statements:
    """Refuse UPDATE and DELETE on ``table``; said again for a table, the later one counts.

    ``may_set_once``: columns that may change from NULL to a value, once, alone. ``may_clear``: texts that may
    become empty for good, when the person they are about is forgotten. ``may_change``: whatever else changes.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        _drop(editor, table)
        for statement in _statements(editor, table, may_set_once, may_clear, may_change):
            editor.execute(statement)

    def backwards(editor: BaseDatabaseSchemaEditor) -> None:
        _drop(editor, table)

    return Statements(forwards, backwards)


def _drop(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    suffix = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update{suffix}")
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete{suffix}")


def _statements(
    editor: BaseDatabaseSchemaEditor,
    table: str,
    may_set_once: Sequence[str],
    may_clear: Sequence[str],
    may_change: Sequence[str],
) -> list[str]:
    postgres = editor.connection.vendor == "postgresql"
    with editor.connection.cursor() as cursor:
        columns = [
            column.name for column in editor.connection.introspection.get_table_description(cursor, table)
        ]
    different = "IS DISTINCT FROM" if postgres else "IS NOT"
    free = {*may_set_once, *may_clear, *may_change}
    fixed = [f"OLD.{c} {different} NEW.{c}" for c in columns if c not in free]
    fixed += [f"(OLD.{c} {different} NEW.{c} AND NEW.{c} <> '')" for c in may_clear]
    again = [f"(OLD.{c} IS NOT NULL AND OLD.{c} {different} NEW.{c})" for c in may_set_once]
    condition = " OR ".join(fixed + again)
    if postgres:
        return [
            "CREATE OR REPLACE FUNCTION guanxi_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({condition}) EXECUTE FUNCTION guanxi_refuse_change()",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION guanxi_refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    ]
