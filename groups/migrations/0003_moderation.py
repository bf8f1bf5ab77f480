import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_written_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="cover",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Open"),
                    (10, "Folded: a click opens it"),
                    (20, "Hidden: its author and the stewards see it"),
                ],
                db_default=0,
                default=0,
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="cover",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Open"),
                    (10, "Folded: a click opens it"),
                    (20, "Hidden: its author and the stewards see it"),
                ],
                db_default=0,
                default=0,
            ),
        ),
        migrations.CreateModel(
            name="ReviewCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for a steward"),
                            ("claimed", "A steward looks at it"),
                            ("decided", "Decided"),
                            ("appealed", "Appealed"),
                            ("upheld", "Decided again, the same"),
                            ("overturned", "Decided again, otherwise"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("weight", models.PositiveIntegerField(default=0, verbose_name="weight of the flags")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.comment",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "review case",
                "verbose_name_plural": "review cases",
            },
        ),
        migrations.CreateModel(
            name="ModerationAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("public_id", common.ids.PublicIdField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("none", "Nothing: it may stand as it is"),
                            ("note", "A word to the author"),
                            ("nudge", "Ask the author to change it"),
                            ("fold", "Fold it"),
                            ("hide", "Hide it"),
                            ("mute", "Its author does not write here for some days"),
                            ("remove", "Send its author away; they may come back"),
                            ("ban", "Send its author away for good"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unkind", "It hurts or attacks somebody"),
                            ("private", "It tells something private about somebody"),
                            ("false", "It is not true and does harm"),
                            ("advert", "It is advertising"),
                            ("danger", "Somebody may be in danger"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_force", "In force"),
                            ("ended", "Its time is over"),
                            ("undone", "Taken back"),
                        ],
                        default="in_force",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="decided")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("was_inside", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="groups.reviewcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of the stewards",
                "verbose_name_plural": "decisions of the stewards",
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unkind", "It hurts or attacks somebody"),
                            ("private", "It tells something private about somebody"),
                            ("false", "It is not true and does harm"),
                            ("advert", "It is advertising"),
                            ("danger", "Somebody may be in danger"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("snapshot", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("agreed", "The stewards agreed"),
                            ("disagreed", "The stewards saw it otherwise"),
                            ("deferred", "Not counted"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="groups.reviewcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "flag",
                "verbose_name_plural": "flags",
            },
        ),
        migrations.CreateModel(
            name="ActionAppeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for somebody else"),
                            ("upheld", "It stays"),
                            ("overturned", "Taken back"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("answer", models.TextField(blank=True, max_length=1000)),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "judge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="groups.moderationaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal to the stewards",
                "verbose_name_plural": "appeals to the stewards",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["created_at", "id"],
                        name="action_appeal_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "upheld", "overturned"])),
                        name="action_appeal_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("judged_at__isnull", False), _connector="OR"),
                        name="action_appeal_judged_has_time",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="reviewcase",
            index=models.Index(fields=["group", "state", "opened_at", "id"], name="review_on_desk"),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["pending", "claimed", "decided", "appealed", "upheld", "overturned"])
                ),
                name="review_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.CheckConstraint(
                condition=models.Q(("post__isnull", True), ("comment__isnull", True), _connector="XOR"),
                name="review_about_one_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "claimed"), _negated=True),
                    ("held_until__isnull", False),
                    _connector="OR",
                ),
                name="review_claimed_has_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("pending", "claimed")), ("decided_at__isnull", False), _connector="OR"
                ),
                name="review_decided_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(fields=["group", "member", "kind", "state"], name="action_about_member"),
        ),
        migrations.AddIndex(
            model_name="moderationaction",
            index=models.Index(
                condition=models.Q(("expires_at__isnull", False), ("state", "in_force")),
                fields=["expires_at"],
                name="action_to_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="moderationaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["in_force", "ended", "undone"])), name="action_known_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="moderationaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "mute"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                ),
                name="action_mute_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="moderationaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "in_force"), ("ended_at__isnull", False), _connector="OR"),
                name="action_over_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["case", "id"], name="flag_in_case"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["member", "state"], name="flag_of_member"),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("case", "member", "reason"),
                name="flag_one_live_per_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "agreed", "disagreed", "deferred", "withdrawn"])),
                name="flag_known_state",
            ),
        ),
    ]
