"""Gifts of money: bills that their recipients confirm with the payer."""

import django.db.models.deletion
from django.db import migrations, models

import common.ids
from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("gifts", "0002_written_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                ("bill_no", models.CharField(max_length=32, unique=True, verbose_name="number of the bill")),
                ("amount", models.PositiveIntegerField(verbose_name="amount")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Being prepared"),
                            ("processing", "Taken on by the payer"),
                            ("awaiting_user_confirm", "Waiting for your confirmation"),
                            ("transferring", "On its way"),
                            ("paid", "Paid"),
                            ("failed", "Failed"),
                            ("cancelled", "Taken back"),
                        ],
                        default="requested",
                        max_length=24,
                    ),
                ),
                (
                    "provider_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="number at the payer"),
                ),
                (
                    "package",
                    models.TextField(blank=True, default="", verbose_name="what opens the confirmation"),
                ),
                ("reason", models.CharField(blank=True, max_length=64, verbose_name="what the payer says")),
                ("created_at", models.DateTimeField()),
                (
                    "confirm_by",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be confirmed by"),
                ),
                ("next_check_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
            },
        ),
        migrations.CreateModel(
            name="TransferStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Being prepared"),
                            ("processing", "Taken on by the payer"),
                            ("awaiting_user_confirm", "Waiting for your confirmation"),
                            ("transferring", "On its way"),
                            ("paid", "Paid"),
                            ("failed", "Failed"),
                            ("cancelled", "Taken back"),
                        ],
                        max_length=24,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=64)),
                ("fingerprint", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "step of a transfer",
                "verbose_name_plural": "steps of transfers",
                "ordering": ["happened_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="item",
            name="item_only_parcels_are_sent_at_once",
        ),
        migrations.AlterField(
            model_name="item",
            name="kind",
            field=models.CharField(
                choices=[
                    ("physical", "Parcel"),
                    ("code", "Code"),
                    ("experience", "Experience"),
                    ("money", "Money"),
                ],
                default="physical",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("physical", "money")), ("fulfilment", "desk"), _connector="OR"
                ),
                name="item_only_parcels_and_money_are_sent_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "money"), _negated=True),
                    models.Q(("for_presents", False), ("value_fen__gte", 30), ("value_fen__lte", 199999)),
                    _connector="OR",
                ),
                name="item_money_has_an_amount",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="gift",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfer", to="gifts.gift"
            ),
        ),
        migrations.AddField(
            model_name="transferstep",
            name="transfer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="gifts.transfer",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("next_check_at__isnull", False)),
                fields=["next_check_at"],
                name="transfer_to_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "requested",
                            "processing",
                            "awaiting_user_confirm",
                            "transferring",
                            "paid",
                            "failed",
                            "cancelled",
                        ],
                    )
                ),
                name="transfer_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1)), name="transfer_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", False),
                        ("next_check_at__isnull", True),
                        ("state__in", ("paid", "failed", "cancelled")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("paid", "failed", "cancelled")), _negated=True),
                        ("finished_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="transfer_over_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("package", ""), ("state", "awaiting_user_confirm"), _connector="OR"),
                name="transfer_package_only_while_it_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferstep",
            constraint=models.UniqueConstraint(
                fields=("transfer", "fingerprint"), name="transferstep_told_once"
            ),
        ),
        append_only("gifts_transferstep"),
    ]
