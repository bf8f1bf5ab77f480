"""Two more things that speak against a friend: e-mail addresses that are alike, parcels to one door."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

SHIPPED = {"mail-alike": 30, "mail-series": 60, "one-door": 40}


def ship(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("campaigns", "RiskRuleRow").objects.using(editor.connection.alias)
    now = timezone.now()
    for code, points in SHIPPED.items():
        rows.create(code=code, revision=1, points=points, made_at=now)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_shared_credit")]

    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
