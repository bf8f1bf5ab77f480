"""What rules that are only counted have said stands beside what is in force, so that their errors can be seen."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    cases = apps.get_model("campaigns", "RiskCase").objects.using(editor.connection.alias)
    for case in cases.exclude(trace=[]).only("trace").iterator(chunk_size=2000):
        codes = [one["code"] for one in case.trace if one["points"] > 0 and one["is_dry"]]
        if codes:
            cases.filter(pk=case.pk).update(dry_codes=f",{','.join(codes)},")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_reversals")]

    operations = [
        migrations.AddField("riskcase", "dry_codes", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
