"""An advocate's word for a friend, and what a friend counts for because of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_kept_anew_after_a_pause"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Vouch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("kept", "A good introduction"),
                            ("lapsed", "Ended without a result"),
                            ("failed", "Not confirmed"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("lowered_until", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("suspended", "The friend’s account was suspended for cause."),
                            ("refused", "A person decided that the friend does not count."),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "word for a friend",
                "verbose_name_plural": "words for friends",
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="vouched_hundredths",
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vouched_hundredths__lte", models.F("credit_hundredths")),
                    ("vouched_hundredths__lte", 100),
                ),
                name="referral_vouched_in_credit",
            ),
        ),
        migrations.AddField(
            model_name="vouch",
            name="advocate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="vouch",
            name="campaign",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="vouch",
            name="invitee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="vouch",
            name="referral",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="vouch", to="campaigns.referral"
            ),
        ),
        migrations.AddIndex(
            model_name="vouch",
            index=models.Index(
                models.F("campaign"), models.F("advocate"), models.F("state"), name="vouch_by_advocate"
            ),
        ),
        migrations.AddIndex(
            model_name="vouch",
            index=models.Index(
                models.F("campaign"),
                models.OrderBy(models.F("given_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="vouch_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="vouch",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_at"], name="vouch_to_end"),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(("advocate", models.F("invitee")), _negated=True),
                name="nobody_vouches_for_herself",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("given_at"))), name="vouch_has_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_at__isnull", True), ("shown_at__isnull", True)),
                    models.Q(
                        ("kept_at__isnull", False),
                        ("shown_at__isnull", False),
                        ("shown_at__lt", models.F("due_at")),
                    ),
                    _connector="OR",
                ),
                name="vouch_shown_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "kept"), _negated=True), ("kept_at__isnull", False), _connector="OR"
                ),
                name="vouch_kept_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="vouch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("failed_at__isnull", False),
                        ("lowered_until__isnull", False),
                        ("state", "failed"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "failed"), _negated=True),
                        ("failed_at__isnull", True),
                        ("lowered_until__isnull", True),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="vouch_failed_has_reason",
            ),
        ),
    ]
