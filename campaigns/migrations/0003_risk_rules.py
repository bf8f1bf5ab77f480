"""The risk rules as shipped."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

# As shipped; every change is a revision of its own.
SHIPPED = {
    "same-browser": 60,
    "browser-reused": 60,
    "ring": 110,
    "velocity": 30,
    "too-quick": 25,
    "fellows": -20,
    "reciprocity": -40,
    "professional": -40,
    "identified": -40,
}


def ship(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("campaigns", "RiskRuleRow").objects.using(editor.connection.alias)
    now = timezone.now()
    for code, points in SHIPPED.items():
        rows.create(code=code, revision=1, points=points, made_at=now)


class Migration(migrations.Migration):
    replaces = [("campaigns", "0011_risk")]
    dependencies = [("campaigns", "0002_written_once")]

    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
