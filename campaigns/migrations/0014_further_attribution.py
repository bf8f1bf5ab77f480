"""How else an invitation is counted: by a code that was typed in; and with the tags of its address."""

from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0009_further_risk_rules")]

    operations = [
        migrations.AlterField(
            model_name="attribution",
            name="model",
            field=models.CharField(
                choices=[
                    ("direct", "Registered on the invitation"),
                    ("last_touch", "Last invitation opened"),
                    ("first_touch", "First invitation opened"),
                    ("manual", "Decided by a person"),
                    ("typed", "Code typed after registering"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(model_name="touch", name="tags", field=models.JSONField(null=True)),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                models.F("campaign"), condition=models.Q(("tags__isnull", False)), name="touch_tagged"
            ),
        ),
        append_only("campaigns_touch"),
    ]
