"""More that speaks against a friend: her mailbox, her advocate's branch, how the accounts are used."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

SHIPPED = {
    "throwaway-mail": (40, "on"),
    "throwaway-series": (40, "on"),
    "branch-apart": (30, "on"),
    "new-advocate": (10, "on"),
    "left-at-once": (10, "on"),
    "unreachable": (10, "on"),
    # Networks are shared: counted, until an installation has seen how often it is wrong.
    "one-network": (30, "dry"),
}


def ship(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("campaigns", "RiskRuleRow").objects.using(editor.connection.alias)
    now = timezone.now()
    for code, (points, state) in SHIPPED.items():
        rows.create(code=code, revision=1, points=points, state=state, made_at=now)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_vouches")]

    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
