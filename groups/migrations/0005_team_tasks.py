import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0004_complaints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", common.ids.PublicIdField()),
                ("key", models.CharField(max_length=24, verbose_name="which task")),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("teammates", "Two teammates say that it happened"),
                            ("peers", "The letters of another team"),
                        ],
                        max_length=12,
                        verbose_name="what it needs",
                    ),
                ),
                ("picked_at", models.DateTimeField(verbose_name="At")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_cards",
                        to="groups.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "task card",
                "verbose_name_plural": "task cards",
            },
        ),
        migrations.CreateModel(
            name="TeamTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                (
                    "state",
                    models.CharField(
                        choices=[("claimed", "Waits for teammates"), ("done", "Done")],
                        default="claimed",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("claimed_at", models.DateTimeField(verbose_name="said")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="groups.taskcard",
                        verbose_name="task card",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who said so first",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="groups.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "task of a team",
                "verbose_name_plural": "tasks of teams",
            },
        ),
        migrations.CreateModel(
            name="TaskConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="At")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="groups.teamtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation of a task",
                "verbose_name_plural": "confirmations of tasks",
            },
        ),
        migrations.AddConstraint(
            model_name="taskcard",
            constraint=models.UniqueConstraint(fields=("event", "key"), name="task_card_once_per_event"),
        ),
        migrations.AddConstraint(
            model_name="taskcard",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__in", ["teammates", "peers"])), name="task_card_known_need"
            ),
        ),
        migrations.AddConstraint(
            model_name="teamtask",
            constraint=models.UniqueConstraint(fields=("card", "team"), name="team_task_once"),
        ),
        migrations.AddConstraint(
            model_name="teamtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("state", "claimed")),
                    models.Q(("done_at__isnull", False), ("state", "done")),
                    _connector="OR",
                ),
                name="team_task_done_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskconfirmation",
            constraint=models.UniqueConstraint(fields=("task", "member"), name="task_confirmed_once"),
        ),
    ]
