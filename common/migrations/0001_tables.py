import django.db.models.deletion
from django.db import migrations, models

import common.ids
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("common", "0001_foundations"),
        ("common", "0002_stored_files"),
        ("common", "0003_search_entries"),
        ("common", "0002_shared_tokens"),
    ]

    initial = True

    dependencies = []

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="ClockOffset",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                        ),
                        ("seconds", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="clockoffset_is_one_row"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DataKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        ("owner", models.CharField(db_index=True, max_length=64)),
                        ("wrapped", models.CharField(blank=True, max_length=255)),
                        ("master_key_id", models.CharField(max_length=32)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("shredded_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("wrapped", ""), ("shredded_at__isnull", True), _connector="XOR"
                                ),
                                name="datakey_shredded_has_no_key",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="IdempotencyRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("actor", models.CharField(max_length=64)),
                        ("scope", models.CharField(max_length=100)),
                        ("key", models.CharField(max_length=200)),
                        ("body_hash", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                        ("answer", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("actor", "scope", "key"), name="idempotency_one_answer"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LimitWindow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=64)),
                        ("subject", models.CharField(max_length=64)),
                        ("starts_at", models.DateTimeField(db_index=True)),
                        ("count", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("name", "subject", "starts_at"), name="limitwindow_one_per_window"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source", models.CharField(max_length=12)),
                        ("scope", models.CharField(max_length=32)),
                        ("gram", models.CharField(max_length=24)),
                        ("object_id", models.BigIntegerField()),
                        ("owner_id", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["object_id", "source"], name="searchentry_by_object")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("gram", "scope", "source", "object_id"),
                                name="searchentry_one_per_gram",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SharedToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=64, unique=True)),
                        ("sealed", models.TextField(blank=True)),
                        ("good_until", models.DateTimeField(null=True)),
                        ("lease", models.CharField(blank=True, max_length=32)),
                        ("lease_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SigningKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kid", models.CharField(max_length=40, unique=True)),
                        ("use", models.CharField(max_length=20)),
                        ("public", models.CharField(max_length=64)),
                        ("secret_sealed", models.CharField(max_length=255)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("retired_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at__isnull", True)),
                                fields=("use",),
                                name="signingkey_one_live_per_use",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("public_id", common.ids.PublicIdField()),
                        ("owner", models.CharField(db_index=True, max_length=64)),
                        ("purpose", models.CharField(max_length=40)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("quarantined", "being checked"),
                                    ("ready", "ready"),
                                    ("refused", "refused"),
                                    ("shredded", "destroyed"),
                                ],
                                default="quarantined",
                                max_length=12,
                            ),
                        ),
                        (
                            "key",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="common.datakey",
                            ),
                        ),
                        ("media_type", models.CharField(max_length=20)),
                        ("size", models.PositiveIntegerField()),
                        ("same_as", models.CharField(db_index=True, max_length=64)),
                        ("sha256_sealed", models.CharField(max_length=200)),
                        ("refusal", models.CharField(blank=True, max_length=40)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("shredded_at", models.DateTimeField(null=True)),
                        ("receipt", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["quarantined", "ready", "refused", "shredded"])
                                ),
                                name="storedfile_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "shredded"), _negated=True),
                                    ("shredded_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="storedfile_shredded_has_time",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StoredBlob",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blobs",
                                to="common.storedfile",
                            ),
                        ),
                        ("variant", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=64, unique=True)),
                        ("size", models.PositiveIntegerField()),
                        ("width", models.PositiveIntegerField(default=0)),
                        ("height", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "variant"), name="storedblob_one_per_variant"
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
