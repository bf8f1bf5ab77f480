import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_risk_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("claims", models.PositiveIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "verbose_name": "claims of a day",
                "verbose_name_plural": "claims of a day",
                "constraints": [models.UniqueConstraint(fields=("campaign", "day"), name="one_claim_day")],
            },
        ),
    ]
