import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("portal", "0001_home"),
        ("portal", "0002_pictures"),
        ("portal", "0002_picture_owners"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Arrival",
                    fields=[
                        (
                            "member",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("steps_done", models.PositiveSmallIntegerField(default=0)),
                        ("began_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("steps_done__lte", 3)), name="arrival_has_three_steps"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Picture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("ref", models.CharField(max_length=100)),
                        ("language", models.CharField(max_length=10)),
                        ("shape", models.CharField(max_length=10)),
                        ("about", models.CharField(blank=True, max_length=60)),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("digest", models.CharField(max_length=40)),
                        ("asked_at", models.DateTimeField()),
                        ("drawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["about"], name="picture_about")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "ref", "language", "shape"),
                                name="one_picture_per_language_and_shape",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PutAway",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ("card", models.CharField(max_length=60)),
                        ("stamp", models.CharField(blank=True, max_length=120)),
                        ("put_away_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("member", "card"), name="put_away_once_per_card")
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
