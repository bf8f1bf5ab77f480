"""Second walls: what is written once stays; an appeal is decided by somebody new."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.triggers import Statements, append_only

NAME = "trust_decision_fresh_eyes"
REFUSED = "an appeal is decided by somebody new"
SEEN = "SELECT 1 FROM trust_decision d WHERE d.case_id = NEW.case_id AND d.reviewer_id = NEW.reviewer_id"


def _create(editor: BaseDatabaseSchemaEditor) -> None:
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


def _drop(editor: BaseDatabaseSchemaEditor) -> None:
    on = " ON trust_decision" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")


class Migration(migrations.Migration):
    replaces = [("trust", "0008_portable_credentials")]
    dependencies = [("trust", "0001_tables")]

    operations = [
        append_only("trust_decision"),
        append_only("trust_legalnameclaim", may_clear=["name_sealed", "identity_index", "region"]),
        append_only("trust_accessentry"),
        append_only("trust_contradiction"),
        append_only("trust_employmentclaim", may_clear=["sealed", "print"]),
        Statements(_create, _drop),
    ]
