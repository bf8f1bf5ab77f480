"""Who shares a friend's credit, and how much of it; each entry names whose part it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0004_claim_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="creditentry",
            name="sharer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="sharer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="sharer_bp",
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AddIndex(
            model_name="creditentry",
            index=models.Index(
                models.F("sharer"), condition=models.Q(("sharer__isnull", False)), name="credit_by_sharer"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                models.F("campaign"),
                models.F("sharer"),
                condition=models.Q(("sharer__isnull", False)),
                name="referral_by_sharer",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sharer__isnull", True), ("sharer_bp", 0)),
                    models.Q(("sharer__isnull", False), ("sharer_bp__gte", 1), ("sharer_bp__lt", 10000)),
                    _connector="OR",
                ),
                name="referral_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sharer__isnull", True),
                    models.Q(
                        models.Q(("sharer", models.F("advocate")), _negated=True),
                        models.Q(("sharer", models.F("invitee")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shared_with_somebody_else",
            ),
        ),
        # Said again, so that the new column is written once, too.
        append_only("campaigns_creditentry"),
    ]
