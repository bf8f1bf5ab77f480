import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0007_asked_first")]

    operations = [
        migrations.CreateModel(
            name="Brake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("on", "Answers wait"), ("lifted", "Lifted by a steward")],
                        default="on",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="At")),
                ("until", models.DateTimeField(verbose_name="until")),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brakes",
                        to="groups.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "pause of answers",
                "verbose_name_plural": "pauses of answers",
                "indexes": [
                    models.Index(fields=["post", "until"], name="brake_on_post"),
                    models.Index(fields=["group", "-id"], name="brake_in_group"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["on", "lifted"])), name="brake_known_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("at"))), name="brake_ends_later"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["group", "-id"], name="action_in_log"),
        ),
    ]
