"""Units that are promised for a purpose: kept back from presents, swaps and losses."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("gifts", "0002_written_once")]

    operations = [
        migrations.CreateModel(
            name="Earmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earmarks",
                        to="gifts.item",
                    ),
                ),
                ("purpose", models.CharField(db_index=True, max_length=64)),
                ("units", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "earmark",
                "verbose_name_plural": "earmarks",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "purpose"), name="earmark_one_per_purpose"),
                    models.CheckConstraint(condition=~Q(purpose=""), name="earmark_has_a_purpose"),
                ],
            },
        ),
        migrations.AddField(
            model_name="gift",
            name="purpose",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddIndex(
            model_name="gift",
            index=models.Index(condition=~Q(purpose=""), fields=["purpose"], name="gift_by_purpose"),
        ),
        migrations.AddField(
            model_name="stockbalance",
            name="earmarked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RemoveConstraint(model_name="stockbalance", name="stockbalance_never_oversold"),
        migrations.AddConstraint(
            model_name="stockbalance",
            constraint=models.CheckConstraint(
                condition=Q(on_hand__gte=F("reserved") + F("earmarked")), name="stockbalance_never_oversold"
            ),
        ),
    ]
