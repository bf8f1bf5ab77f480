import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_tables"),
        ("groups", "0009_radar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduction",
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
                        choices=[
                            ("asked", "Waits for whoever knows both"),
                            ("passed_on", "Waits for the other"),
                            ("introduced", "You know each other"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                            ("lapsed", "Its time is over"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=300)),
                ("sentence", models.TextField(blank=True, max_length=300)),
                ("asker_contact", models.TextField(blank=True)),
                ("target_contact", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(verbose_name="asked")),
                ("expires_at", models.DateTimeField(verbose_name="until")),
                (
                    "asker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who asks",
                    ),
                ),
                (
                    "data_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="common.datakey"
                    ),
                ),
                (
                    "mutual",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who knows both",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to whom",
                    ),
                ),
            ],
            options={
                "verbose_name": "introduction",
                "verbose_name_plural": "introductions",
                "indexes": [
                    models.Index(fields=["asker", "-id"], name="introduction_asked"),
                    models.Index(fields=["mutual", "-id"], name="introduction_through"),
                    models.Index(fields=["target", "-id"], name="introduction_to"),
                    models.Index(
                        condition=models.Q(("state__in", ("asked", "passed_on"))),
                        fields=["expires_at"],
                        name="introduction_to_lapse",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "passed_on", "introduced", "declined", "withdrawn", "lapsed"],
                            )
                        ),
                        name="introduction_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asker", models.F("mutual")), _negated=True),
                            models.Q(("asker", models.F("target")), _negated=True),
                            models.Q(("mutual", models.F("target")), _negated=True),
                        ),
                        name="introduction_of_three_people",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "passed_on"))),
                        fields=("asker", "target"),
                        name="introduction_one_live",
                    ),
                ],
            },
        ),
    ]
