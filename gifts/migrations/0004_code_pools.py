import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids
from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_foundations"),
        ("gifts", "0003_packing_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CodePool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", common.ids.PublicIdField()),
                ("turn", models.PositiveBigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "data_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="common.datakey"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="code_pool", to="gifts.item"
                    ),
                ),
            ],
            options={
                "verbose_name": "pool of codes",
                "verbose_name_plural": "pools of codes",
            },
        ),
        migrations.CreateModel(
            name="CodeImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("dry_run", models.BooleanField(default=False, verbose_name="only looked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("parts_total", models.PositiveIntegerField(default=0)),
                ("parts_done", models.PositiveIntegerField(default=0)),
                ("lines", models.PositiveIntegerField(default=0, verbose_name="lines")),
                ("added", models.PositiveIntegerField(default=0, verbose_name="added")),
                ("known", models.PositiveIntegerField(default=0, verbose_name="in the pool already")),
                ("repeated", models.PositiveIntegerField(default=0, verbose_name="repeated in the file")),
                ("unusable", models.PositiveIntegerField(default=0, verbose_name="unusable")),
                ("told", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="gifts.codepool",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of codes",
                "verbose_name_plural": "imports of codes",
            },
        ),
        migrations.CreateModel(
            name="PoolCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_index", models.CharField(max_length=64)),
                ("sealed", models.CharField(max_length=512)),
                ("void", models.BooleanField(default=False)),
                (
                    "gift",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code",
                        to="gifts.gift",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="gifts.codepool",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="gifts.codeimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "code",
                "verbose_name_plural": "codes",
            },
        ),
        migrations.CreateModel(
            name="CodeReveal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reveals",
                        to="gifts.poolcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "look at a code",
                "verbose_name_plural": "looks at codes",
            },
        ),
        migrations.CreateModel(
            name="CodeImportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("first_line", models.PositiveIntegerField()),
                ("sealed", models.TextField()),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="gifts.codeimport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="codeimportpart_in_order")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="codeimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                name="codeimport_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="codeimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("dry_run", False), ("added", 0), _connector="OR"),
                name="codeimport_dry_adds_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="poolcode",
            index=models.Index(
                condition=models.Q(("gift__isnull", True), ("void", False)),
                fields=["pool", "id"],
                name="poolcode_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="poolcode",
            constraint=models.UniqueConstraint(fields=("pool", "code_index"), name="poolcode_once_per_pool"),
        ),
        migrations.AddConstraint(
            model_name="poolcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("void", False), ("gift__isnull", True), _connector="OR"),
                name="poolcode_void_is_nobodys",
            ),
        ),
        append_only("gifts_codereveal"),
    ]
