import django.db.models.deletion
from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0008_conversations"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("event", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.sharelink",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessagePermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_index", models.CharField(max_length=64)),
                ("template", models.CharField(max_length=64)),
                ("left", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_index", "template"), name="permission_one_balance"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left__gte", 0)), name="permission_never_below_none"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SceneCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("good_until", models.DateTimeField()),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scene",
                        to="campaigns.sharelink",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PermissionEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.IntegerField()),
                ("ref", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.accountcall",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="campaigns.messagepermission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ref", ""), _negated=True),
                        fields=("ref",),
                        name="permission_used_once_a_ref",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("change", 0), _negated=True), name="permission_entry_changes"
                    ),
                ],
            },
        ),
        append_only("campaigns_accountcall"),
        append_only("campaigns_permissionentry"),
    ]
