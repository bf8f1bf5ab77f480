"""How else an invitation is counted: by a code that was typed in after registering."""

from django.db import migrations, models


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
    ]
