"""Why credit fell; each reversal says so."""

import django.db.models.functions
import django.db.models.lookups
from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0012_editors_and_resumptions")]

    operations = [
        migrations.AddField(
            model_name="creditentry",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="creditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_hundredths__gt", 0),
                    django.db.models.lookups.GreaterThan(django.db.models.functions.Length("reason"), 0),
                    _connector="OR",
                ),
                name="credit_reversal_has_a_reason",
            ),
        ),
        # Said again, so that the new column is written once, too.
        append_only("campaigns_creditentry"),
    ]
