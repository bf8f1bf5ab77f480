import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_moderation"),
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
                ],
                default="note",
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                ("body", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting to be seen"),
                            ("acknowledged", "Seen, waiting for an answer"),
                            ("answered", "Answered"),
                            ("confirmed", "Settled, says who complained"),
                            ("closed", "Closed after seven days"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("seen_by_at", models.DateTimeField()),
                ("answer_by_at", models.DateTimeField()),
                ("next_due_at", models.DateTimeField(blank=True, null=True)),
                ("level", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                ("rounds", models.PositiveSmallIntegerField(default=1)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaint",
                        to="groups.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "indexes": [
                    models.Index(fields=["group", "state", "opened_at", "id"], name="complaint_on_desk"),
                    models.Index(fields=["member", "group", "-id"], name="complaint_of_member"),
                    models.Index(
                        condition=models.Q(("next_due_at__isnull", False)),
                        fields=["next_due_at"],
                        name="complaint_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "acknowledged", "answered", "confirmed", "closed"])
                        ),
                        name="complaint_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("post__isnull", True), ("body", ""), _connector="OR"),
                        name="complaint_words_in_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            ("next_due_at__isnull", False),
                            _connector="OR",
                        ),
                        name="complaint_answered_closes",
                    ),
                ],
            },
        ),
    ]
