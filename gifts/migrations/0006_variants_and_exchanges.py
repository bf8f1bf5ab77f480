import django.db.models.deletion
from django.db import migrations, models

import common.texts


class Migration(migrations.Migration):
    dependencies = [
        ("gifts", "0005_presents"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="is_low",
            field=models.BooleanField(default=False, verbose_name="was told to be low"),
        ),
        migrations.AddField(
            model_name="item",
            name="low_stock",
            field=models.PositiveIntegerField(default=0, verbose_name="tell when fewer are left than"),
        ),
        migrations.AddField(
            model_name="item",
            name="variant",
            field=common.texts.I18nField(blank=True, default=dict, verbose_name="size or colour"),
        ),
        migrations.AddField(
            model_name="item",
            name="variant_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="variants",
                to="gifts.item",
                verbose_name="another size or colour of",
            ),
        ),
        migrations.AlterField(
            model_name="giftoffer",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("expired", "Expired"),
                    ("swapped", "Swapped"),
                    ("passed_on", "Passed on"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("variant_of", models.F("pk")), _negated=True),
                name="item_not_its_own_variant",
            ),
        ),
    ]
