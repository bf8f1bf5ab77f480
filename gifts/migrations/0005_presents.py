import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_stored_files"),
        ("gifts", "0004_code_pools"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="for_presents",
            field=models.BooleanField(default=False, verbose_name="members may give it"),
        ),
        migrations.CreateModel(
            name="Present",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                ("card_sealed", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "Waiting for its day"),
                            ("sent", "Sent"),
                            ("called_off", "Called off"),
                        ],
                        default="scheduled",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("send_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "data_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="common.datakey"
                    ),
                ),
                (
                    "gift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="present", to="gifts.gift"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "present",
                "verbose_name_plural": "presents",
            },
        ),
        migrations.CreateModel(
            name="ThankYou",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_sealed", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "present",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="thanks", to="gifts.present"
                    ),
                ),
            ],
            options={
                "verbose_name": "thank-you note",
                "verbose_name_plural": "thank-you notes",
            },
        ),
        migrations.CreateModel(
            name="BookEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("present", "A present"),
                            ("introduction", "An introduction"),
                            ("meeting", "A meeting"),
                        ],
                        max_length=16,
                    ),
                ),
                ("ref", models.CharField(max_length=80, unique=True)),
                ("happened_at", models.DateTimeField()),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "high",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "low",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["low", "high", "-happened_at"], name="bookentry_of_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))), name="bookentry_pair_is_ordered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("giver", models.F("low")), ("giver", models.F("high")), _connector="OR"
                        ),
                        name="bookentry_giver_is_one_of_the_two",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="present",
            index=models.Index(fields=["sender", "-id"], name="present_sent_by"),
        ),
        migrations.AddConstraint(
            model_name="present",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["scheduled", "sent", "called_off"])),
                name="present_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="present",
            constraint=models.CheckConstraint(
                condition=models.Q(("sender", models.F("recipient")), _negated=True),
                name="present_to_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="present",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                ),
                name="present_sent_has_time",
            ),
        ),
    ]
