"""What a pause took back does not count for "once"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_mail_and_door_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reservation", name="one_reservation"),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reason", "campaign-paused"), _negated=True),
                fields=("campaign", "advocate", "rule_key"),
                name="one_reservation",
            ),
        ),
    ]
