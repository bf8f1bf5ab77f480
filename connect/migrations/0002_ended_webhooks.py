"""A webhook may be ended, and what waited for it withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connect", "0001_tables"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="endpoint", name="endpoint_known_state"),
        migrations.AlterField(
            model_name="endpoint",
            name="state",
            field=models.CharField(
                choices=[
                    ("active", "Active"),
                    ("paused", "Paused"),
                    ("disabled", "Disabled"),
                    ("ended", "Removed"),
                ],
                default="active",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("delivered", "Delivered"),
                    ("undelivered", "Not delivered"),
                    ("withdrawn", "Not sent: the webhook was removed"),
                ],
                default="waiting",
                max_length=11,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "paused", "disabled", "ended"])),
                name="endpoint_known_state",
            ),
        ),
    ]
