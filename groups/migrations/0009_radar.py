import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0008_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RadarItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a topic",
                "verbose_name_plural": "parts of topics",
            },
        ),
        migrations.CreateModel(
            name="RadarSpot",
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
                    "kind",
                    models.CharField(
                        choices=[("topic", "The same again and again"), ("spike", "Far more than usual")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Nobody has looked yet"),
                            ("seen", "A steward has seen it"),
                            ("faded", "Nothing new came"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="how many")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("last_at", models.DateTimeField(verbose_name="grew last")),
            ],
            options={
                "verbose_name": "spot on the radar",
                "verbose_name_plural": "spots on the radar",
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["opened_at"], name="complaint_opened"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["at"], name="flag_raised"),
        ),
        migrations.AddField(
            model_name="radaritem",
            name="case",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="groups.reviewcase",
            ),
        ),
        migrations.AddField(
            model_name="radaritem",
            name="complaint",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="groups.complaint",
            ),
        ),
        migrations.AddField(
            model_name="radarspot",
            name="group",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="groups.group",
            ),
        ),
        migrations.AddField(
            model_name="radaritem",
            name="spot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="groups.radarspot"
            ),
        ),
        migrations.AddIndex(
            model_name="radarspot",
            index=models.Index(fields=["group", "state", "-id"], name="radar_in_group"),
        ),
        migrations.AddConstraint(
            model_name="radarspot",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "seen", "faded"])), name="radar_known_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="radarspot",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["topic", "spike"])), name="radar_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="radarspot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "spike"), ("state", "open")),
                fields=("group",),
                name="radar_one_spike_per_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="radaritem",
            constraint=models.CheckConstraint(
                condition=models.Q(("complaint__isnull", True), ("case__isnull", True), _connector="XOR"),
                name="radar_item_is_one_thing",
            ),
        ),
    ]
