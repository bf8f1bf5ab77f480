"""Who invited whom before conflicts were declared: neither reviews the other from now on."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 5_000
_DECLARE = """
INSERT INTO trust_conflict (low_id, high_id, reason, declared_at)
SELECT CASE WHEN advocate_id < invitee_id THEN advocate_id ELSE invitee_id END,
       CASE WHEN advocate_id < invitee_id THEN invitee_id ELSE advocate_id END,
       'referral', CURRENT_TIMESTAMP
  FROM campaigns_referral WHERE id > %s AND id <= %s AND advocate_id <> invitee_id
ON CONFLICT DO NOTHING
"""


def declare_conflicts(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """In batches, each committed alone; running again declares what is missing."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM campaigns_referral")
        last = cursor.fetchone()[0]
        for first in range(0, last, BATCH):
            cursor.execute(_DECLARE, [first, first + BATCH])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("campaigns", "0005_names_for_people"), ("trust", "0001_cases")]
    operations = [migrations.RunPython(declare_conflicts, migrations.RunPython.noop)]
