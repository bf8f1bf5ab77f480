import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0005_team_tasks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="kind",
            field=models.CharField(
                choices=[
                    ("note", "Post"),
                    ("announcement", "Announcement"),
                    ("prompt", "Answer to a prompt"),
                    ("star", "Star of the day"),
                    ("complaint", "Complaint to the stewards"),
                    ("recap", "What an event was like"),
                ],
                default="note",
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Recap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="At")),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recap_told",
                        to="groups.event",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recap_of", to="groups.post"
                    ),
                ),
            ],
            options={
                "verbose_name": "recap",
                "verbose_name_plural": "recaps",
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "met",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Not really"), (2, "So-so"), (3, "Yes")], verbose_name="met somebody new"
                    ),
                ),
                (
                    "enjoyed",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Not really"), (2, "So-so"), (3, "Yes")], verbose_name="had a good time"
                    ),
                ),
                (
                    "again",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Not really"), (2, "So-so"), (3, "Yes")], verbose_name="would come again"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="At")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="groups.event",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
                "constraints": [
                    models.UniqueConstraint(fields=("event", "member"), name="feedback_one_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("again__in", [1, 2, 3]), ("enjoyed__in", [1, 2, 3]), ("met__in", [1, 2, 3])
                        ),
                        name="feedback_known_marks",
                    ),
                ],
            },
        ),
    ]
