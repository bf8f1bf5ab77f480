"""How else an invitation is counted: by a code that was typed in; with its tags; by a chosen code."""

from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0014_dry_codes")]

    operations = [
        migrations.AlterField(
            model_name="attribution",
            name="model",
            field=models.CharField(
                choices=[
                    ("direct", "Registered on the invitation"),
                    ("last_touch", "Last invitation opened"),
                    ("first_touch", "First invitation opened"),
                    ("manual", "Decided by a person"),
                    ("typed", "Code typed after registering"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(model_name="touch", name="tags", field=models.JSONField(null=True)),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                models.F("campaign"), condition=models.Q(("tags__isnull", False)), name="touch_tagged"
            ),
        ),
        append_only("campaigns_touch"),
        migrations.CreateModel(
            name="VanityCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=16)),
                ("index", models.CharField(max_length=64, unique=True)),
                ("place", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="vanities", to="campaigns.sharelink"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("link", "place"), name="one_vanity_code_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("place__lte", 2)),
                        name="two_vanity_codes_a_link",
                    ),
                ],
            },
        ),
    ]
