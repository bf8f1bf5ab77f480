"""Second walls: the access log, contradictions and employment claims are written once; an appeal is never
decided by somebody who decided on the case before."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.triggers import append_only

NAME = "trust_decision_fresh_eyes"
REFUSED = "an appeal is decided by somebody new"
SEEN = "SELECT 1 FROM trust_decision d WHERE d.case_id = NEW.case_id AND d.reviewer_id = NEW.reviewer_id"


def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NEW.stage = 'appeal' AND EXISTS ({SEEN}) THEN RAISE EXCEPTION '{REFUSED}'; END IF; "
            "RETURN NEW; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON trust_decision FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON trust_decision FOR EACH ROW "
        f"WHEN NEW.stage = 'appeal' AND EXISTS ({SEEN}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    on = " ON trust_decision" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")


def make_way(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The new column took the old triggers away with it on SQLite; on PostgreSQL they don't know it yet."""
    on = " ON trust_decision" if editor.connection.vendor == "postgresql" else ""
    for name in ("trust_decision_no_update", "trust_decision_no_delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_evidence_and_desk")]

    operations = [
        migrations.RunPython(make_way, migrations.RunPython.noop),
        append_only("trust_decision"),
        migrations.RunPython(forwards, backwards),
        append_only("trust_accessentry"),
        append_only("trust_contradiction"),
        append_only("trust_employmentclaim"),
    ]
