import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import common.ids
import common.texts
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("campaigns", "0001_campaigns"),
        ("campaigns", "0002_append_only"),
        ("campaigns", "0003_draws"),
        ("campaigns", "0004_draws_written_once"),
        ("campaigns", "0005_names_for_people"),
        ("campaigns", "0006_conflicts_of_referrals"),
        ("campaigns", "0007_qualifying_events"),
        ("campaigns", "0008_four_eyes_and_stopping"),
        ("campaigns", "0009_boards"),
        ("campaigns", "0004_team_tasks"),
        ("campaigns", "0005_day_counts"),
        ("campaigns", "0006_touch_variant"),
        ("campaigns", "0007_more_channels"),
        ("campaigns", "0008_conversations"),
        ("campaigns", "0009_wechat_account"),
        ("campaigns", "0010_link_browser"),
        ("campaigns", "0011_ambassadors"),
        ("campaigns", "0012_brand_posts"),
        ("campaigns", "0013_came_under"),
        ("campaigns", "0014_report_brands"),
        ("campaigns", "0015_last_mile"),
        ("campaigns", "0016_unfollowed_posts"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("gifts", "0001_tables"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Brand",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        ("slug", models.SlugField(max_length=60, unique=True)),
                        ("name", common.texts.I18nField(default=dict)),
                        ("organiser", models.CharField(blank=True, max_length=200)),
                        ("contact", models.CharField(blank=True, max_length=200)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("stop_reason", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "brand",
                        "verbose_name_plural": "brands",
                        "ordering": ["slug"],
                        "indexes": [],
                        "constraints": [],
                    },
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
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="QualifyingEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("account_age", "The account is so many days old"),
                                    ("joined_group", "Joined a group"),
                                    ("posted", "Posted in a group"),
                                    ("attended", "Came to an event"),
                                    ("task", "Did a task with a team at an event"),
                                    ("event", "Something that another system reports"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("group_ref", models.CharField(blank=True, max_length=40)),
                        ("event_ref", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(blank=True, max_length=40)),
                        ("brand_ref", models.CharField(blank=True, db_default="", max_length=64)),
                        ("value_minor", models.BigIntegerField(default=0)),
                        ("source", models.CharField(max_length=120)),
                        ("occurred_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "source"), name="one_qualifying_event")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RiskRuleRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30)),
                        ("revision", models.PositiveIntegerField()),
                        ("points", models.IntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("on", "In force"), ("dry", "Dry run: counted, changes nothing")],
                                default="on",
                                max_length=4,
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "risk rule",
                        "verbose_name_plural": "risk rules",
                        "ordering": ["code", "-revision"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "revision"), name="one_risk_rule_revision"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
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
                            "brand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="campaigns",
                                to="campaigns.brand",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("approved", "Approved, not announced yet"),
                                    ("scheduled", "Scheduled"),
                                    ("live", "Live"),
                                    ("paused", "Paused"),
                                    ("closing", "Closing"),
                                    ("drawing", "Drawing"),
                                    ("settling", "Settling"),
                                    ("settled", "Settled"),
                                    ("archived", "Archived"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("title", common.texts.I18nField(default=dict)),
                        ("draft_rules", models.JSONField(default=dict)),
                        ("draft_texts", models.JSONField(default=dict)),
                        (
                            "current",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        ("opens_at", models.DateTimeField()),
                        ("closes_at", models.DateTimeField()),
                        ("settle_by", models.DateTimeField()),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("alarm_friends", models.PositiveIntegerField(default=0)),
                        ("public_reason", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "campaign",
                        "verbose_name_plural": "campaigns",
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("opens_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="campaign_newest",
                            ),
                            models.Index(fields=["state", "closes_at"], name="campaign_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                                name="campaign_window",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__lte", models.F("settle_by"))),
                                name="campaign_settle_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "in_review", "approved", "cancelled")),
                                    models.Q(("current__isnull", False), ("published_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="campaign_sealed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("settled", "archived")), _negated=True),
                                    ("settled_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="campaign_settled_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ambassador",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ambassadors",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Asked"),
                                    ("active", "Ambassador"),
                                    ("declined", "Said no"),
                                    ("withdrawn", "Taken back"),
                                    ("ended", "Ended"),
                                ],
                                default="offered",
                                max_length=10,
                            ),
                        ),
                        ("receives", models.CharField(max_length=200, verbose_name="what they get")),
                        ("words", models.CharField(blank=True, max_length=300, verbose_name="own words")),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("appointed_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "ambassador",
                        "verbose_name_plural": "ambassadors",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["offered", "active"])),
                                fields=("campaign", "member"),
                                name="one_open_appointment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("receives", ""), _negated=True),
                                name="ambassador_says_what_for",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["active", "ended"]), _negated=True),
                                    ("accepted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="ambassador_has_agreed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["offered", "active"]),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="ambassador_closed_has_time",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Board",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="board",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("rows", models.PositiveIntegerField()),
                        ("frozen_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="BrandPost",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("link", "Link"),
                                    ("wechat", "WeChat"),
                                    ("weibo", "Weibo"),
                                    ("qzone", "QZone"),
                                    ("linkedin", "LinkedIn"),
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("poster", "Poster"),
                                    ("offline", "In person"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("planned", "Planned"),
                                    ("sending", "Being published"),
                                    ("published", "Published"),
                                    ("refused", "Not taken by the platform"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField(max_length=300, verbose_name="words")),
                        ("group", models.CharField(blank=True, max_length=24)),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        ("publish_at", models.DateTimeField(null=True)),
                        ("round", models.PositiveSmallIntegerField(default=0)),
                        ("began_at", models.DateTimeField(null=True)),
                        ("ref", models.CharField(blank=True, max_length=32)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("trouble", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "verbose_name": "the brand's post",
                        "verbose_name_plural": "the brand's posts",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ref", ""), _negated=True),
                                fields=("channel", "ref"),
                                name="brandpost_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    models.Q(
                                        models.Q(("ref", ""), _negated=True), ("published_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="brandpost_published_has_ref",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "planned"), _negated=True),
                                    ("publish_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="brandpost_planned_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sending"), _negated=True),
                                    ("began_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="brandpost_sending_has_time",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Budget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("action", models.CharField(max_length=40)),
                        ("slot", models.PositiveSmallIntegerField(default=0)),
                        ("limit_units", models.PositiveIntegerField()),
                        ("spent_units", models.PositiveIntegerField(default=0)),
                        ("held_units", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "action", "slot"), name="one_budget_slice"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "limit_units__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("spent_units"), "+", models.F("held_units")
                                        ),
                                    )
                                ),
                                name="budget_not_overspent",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("rules", models.JSONField()),
                        ("texts", models.JSONField()),
                        ("opens_at", models.DateTimeField()),
                        ("closes_at", models.DateTimeField()),
                        ("settle_by", models.DateTimeField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "supersedes",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        ("is_favourable", models.BooleanField(null=True)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "approver",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sealed_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "campaign version",
                        "verbose_name_plural": "campaign versions",
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "number"), name="version_number"),
                            models.CheckConstraint(
                                condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                                name="version_window",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Amendment",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "base",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waiting for a second person"),
                                    ("adopted", "In force"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("rules", models.JSONField()),
                        ("texts", models.JSONField()),
                        ("closes_at", models.DateTimeField()),
                        ("settle_by", models.DateTimeField()),
                        ("public_note", models.CharField(max_length=300)),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "result",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendment",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "amendment",
                        "verbose_name_plural": "amendments",
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("proposed_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="amendment_newest",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("campaign",),
                                name="one_open_amendment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "adopted"), _negated=True),
                                    ("result__isnull", False),
                                    _connector="OR",
                                ),
                                name="adopted_amendment_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "proposed"), ("decided_at__isnull", False), _connector="OR"
                                ),
                                name="amendment_decided_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelPost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("link", "Link"),
                                    ("wechat", "WeChat"),
                                    ("weibo", "Weibo"),
                                    ("qzone", "QZone"),
                                    ("linkedin", "LinkedIn"),
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("poster", "Poster"),
                                    ("offline", "In person"),
                                ],
                                max_length=10,
                                verbose_name="channel",
                            ),
                        ),
                        ("ref", models.CharField(max_length=32, verbose_name="number of the post")),
                        ("group", models.CharField(max_length=24)),
                        ("added_at", models.DateTimeField(verbose_name="followed since")),
                        (
                            "stopped_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="no longer followed since"
                            ),
                        ),
                        ("pulled_at", models.DateTimeField(blank=True, null=True, verbose_name="last read")),
                        ("trouble", models.CharField(blank=True, max_length=40, verbose_name="trouble")),
                        ("newest_comment", models.CharField(blank=True, max_length=32)),
                        ("newest_repost", models.CharField(blank=True, max_length=32)),
                        ("followers", models.PositiveBigIntegerField(default=0)),
                        ("likes", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "post elsewhere",
                        "verbose_name_plural": "posts elsewhere",
                        "constraints": [
                            models.UniqueConstraint(fields=("channel", "ref"), name="channelpost_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DayCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("link", "Link"),
                                    ("wechat", "WeChat"),
                                    ("weibo", "Weibo"),
                                    ("qzone", "QZone"),
                                    ("linkedin", "LinkedIn"),
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("poster", "Poster"),
                                    ("offline", "In person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("variant", models.CharField(blank=True, max_length=20)),
                        ("touches", models.BigIntegerField(default=0)),
                        ("registered", models.BigIntegerField(default=0)),
                        ("qualified", models.BigIntegerField(default=0)),
                        ("approved", models.BigIntegerField(default=0)),
                        ("held", models.BigIntegerField(default=0)),
                        ("rejected", models.BigIntegerField(default=0)),
                        ("reversed", models.BigIntegerField(default=0)),
                        ("rewarded", models.BigIntegerField(default=0)),
                        ("cost_minor", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "day", "channel", "version", "variant"),
                                name="one_day_count",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("configured", "Configured"),
                                    ("committed", "Secret committed"),
                                    ("open", "Open for entries"),
                                    ("frozen", "Entries frozen"),
                                    ("drawn", "Drawn"),
                                    ("published", "Published"),
                                    ("claiming", "Prizes on offer"),
                                    ("completed", "Completed"),
                                    ("void", "Void"),
                                ],
                                default="configured",
                                max_length=10,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("none", "Secret of this site alone"),
                                    ("drand", "Secret of this site and a public beacon"),
                                ],
                                max_length=5,
                            ),
                        ),
                        ("method", models.CharField(max_length=20)),
                        ("reserve_size", models.PositiveIntegerField()),
                        ("max_tickets", models.PositiveIntegerField(default=1)),
                        ("offer_hours", models.PositiveIntegerField()),
                        ("secret_sealed", models.CharField(blank=True, max_length=300)),
                        ("commitment", models.CharField(blank=True, max_length=64)),
                        ("beacon_chain", models.CharField(blank=True, max_length=64)),
                        ("beacon_simulated", models.BooleanField(default=False)),
                        ("committed_at", models.DateTimeField(null=True)),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("public_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "void"), _negated=True),
                                fields=("campaign",),
                                name="one_draw_per_campaign",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("configured", "void")),
                                    models.Q(
                                        ("committed_at__isnull", False),
                                        models.Q(("commitment", ""), _negated=True),
                                        models.Q(("secret_sealed", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="draw_committed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("mode", "drand"), _negated=True),
                                    models.Q(("beacon_chain", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="draw_names_beacon",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "void"), _negated=True),
                                    models.Q(("public_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="void_draw_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "draw",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="campaigns.draw",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("entry_key", models.UUIDField()),
                        ("slot", models.PositiveSmallIntegerField()),
                        ("tickets", models.PositiveIntegerField(default=0)),
                        ("max_tickets", models.PositiveIntegerField()),
                        ("weight", models.PositiveBigIntegerField(default=0)),
                        ("excluded_code", models.CharField(blank=True, max_length=40)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("draw", "entry_key"), name="draw_entry_key"),
                            models.UniqueConstraint(fields=("draw", "member"), name="one_entry_per_member"),
                            models.CheckConstraint(
                                condition=models.Q(("tickets__lte", models.F("max_tickets"))),
                                name="draw_entry_tickets",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", models.F("tickets"))),
                                name="draw_entry_weight",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawPrize",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "draw",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.draw",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("key", models.CharField(max_length=64)),
                        ("item", models.CharField(max_length=64)),
                        ("quantity", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("draw", "position"), name="draw_prize_position"),
                            models.UniqueConstraint(fields=("draw", "key"), name="draw_prize_key"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)), name="draw_prize_quantity"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawRoot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "draw",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="root",
                                to="campaigns.draw",
                            ),
                        ),
                        ("root", models.CharField(max_length=64)),
                        ("entry_count", models.PositiveIntegerField()),
                        ("total_weight", models.PositiveBigIntegerField()),
                        ("frozen_at", models.DateTimeField()),
                        ("beacon_genesis", models.BigIntegerField(null=True)),
                        ("beacon_period_seconds", models.PositiveIntegerField(null=True)),
                        ("beacon_round", models.PositiveBigIntegerField(null=True)),
                        ("beacon_not_before", models.DateTimeField(null=True)),
                        ("beacon_at", models.DateTimeField(null=True)),
                        ("fallback_round", models.PositiveBigIntegerField(null=True)),
                        ("fallback_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("beacon_round__isnull", True),
                                    models.Q(
                                        ("beacon_at__gte", models.F("beacon_not_before")),
                                        ("beacon_genesis__isnull", False),
                                        ("beacon_not_before__gt", models.F("frozen_at")),
                                        ("beacon_period_seconds__gte", 1),
                                        ("fallback_at__gt", models.F("beacon_at")),
                                        ("fallback_round__gt", models.F("beacon_round")),
                                    ),
                                    _connector="OR",
                                ),
                                name="beacon_after_the_root",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entry_count__gte", 1), ("total_weight__gte", models.F("entry_count"))
                                ),
                                name="draw_root_weight",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawBlock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "root",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.drawroot",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("first_key", models.UUIDField()),
                        ("leaves", models.PositiveIntegerField()),
                        ("weight", models.PositiveBigIntegerField()),
                        ("node", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("root", "number"), name="draw_block_number"),
                            models.UniqueConstraint(
                                fields=("root", "first_key"), name="draw_block_first_key"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawSeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "root",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seed",
                                to="campaigns.drawroot",
                            ),
                        ),
                        ("seed", models.CharField(max_length=64)),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("secret", "Secret of this site"),
                                    ("secret+beacon", "Secret of this site and the beacon"),
                                    ("beacon-alone", "Beacon alone"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("beacon_round", models.PositiveBigIntegerField(null=True)),
                        ("randomness", models.CharField(blank=True, max_length=64)),
                        ("signature", models.CharField(blank=True, max_length=400)),
                        ("drawn_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("beacon_round__isnull", True), ("randomness", ""), ("rule", "secret")
                                    ),
                                    models.Q(
                                        models.Q(("rule", "secret"), _negated=True),
                                        ("beacon_round__isnull", False),
                                        models.Q(("randomness", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="draw_seed_parts",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seed",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipt",
                                to="campaigns.drawseed",
                            ),
                        ),
                        ("header", models.TextField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.PositiveBigIntegerField()),
                        ("published_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seed",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.drawseed",
                            ),
                        ),
                        ("place", models.PositiveIntegerField()),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="result",
                                to="campaigns.drawentry",
                            ),
                        ),
                        (
                            "prize",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.drawprize",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["place"],
                        "constraints": [
                            models.UniqueConstraint(fields=("seed", "place"), name="draw_result_place"),
                            models.CheckConstraint(
                                condition=models.Q(("place__gte", 1)), name="draw_result_from_one"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DrawSlice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "draw",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slices",
                                to="campaigns.draw",
                            ),
                        ),
                        ("slot", models.PositiveSmallIntegerField()),
                        ("is_open", models.BooleanField(default=False)),
                        ("entries", models.PositiveIntegerField(default=0)),
                        ("weight", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("draw", "slot"), name="draw_slice_slot")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to="campaigns.channelpost",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("comment", "Comment"), ("repost", "Repost")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("ref", models.CharField(max_length=32)),
                        ("author_index", models.CharField(max_length=64)),
                        ("followers", models.PositiveBigIntegerField(default=0)),
                        ("text", models.TextField(blank=True, max_length=2000, verbose_name="words")),
                        ("said_at", models.DateTimeField(verbose_name="said at")),
                        ("is_zombie", models.BooleanField(verbose_name="nobody behind it")),
                        ("is_complaint", models.BooleanField(verbose_name="complains")),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="our answer")),
                        (
                            "refusals",
                            models.PositiveSmallIntegerField(default=0, verbose_name="answers not taken"),
                        ),
                        ("answer_ref", models.CharField(blank=True, max_length=32)),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                        ),
                    ],
                    options={
                        "verbose_name": "mention",
                        "verbose_name_plural": "mentions",
                        "indexes": [models.Index(fields=["said_at"], name="mention_by_time")],
                        "constraints": [
                            models.UniqueConstraint(fields=("post", "kind", "ref"), name="mention_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer_ref", ""), ("answered_at__isnull", False), _connector="OR"
                                ),
                                name="mention_answered_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Promise",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("draw", "The draw takes place"),
                                    ("prizes", "Every prize reaches its winner"),
                                    ("reward", "What was earned is granted"),
                                    ("gift", "A gift is delivered"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("ref", models.CharField(max_length=80)),
                        (
                            "holder",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("late", "Late"),
                                    ("kept", "Kept"),
                                    ("declined", "Declined by the recipient"),
                                    ("broken", "Broken"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("late_at", models.DateTimeField(null=True)),
                        ("kept_at", models.DateTimeField(null=True)),
                        ("public_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "promise",
                        "verbose_name_plural": "promises",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")), fields=["due_at"], name="promise_due"
                            ),
                            models.Index(
                                models.F("campaign"),
                                models.OrderBy(models.F("made_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="promise_newest",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "kind", "ref"), name="one_promise"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kept_at__isnull", False), ("state", "kept")),
                                    models.Q(
                                        models.Q(("state", "kept"), _negated=True), ("kept_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="promise_kept_at",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "broken"), _negated=True),
                                    models.Q(("public_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="broken_promise_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromiseTally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "bucket",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("overdue", "Overdue"),
                                    ("kept", "Kept on time"),
                                    ("kept_late", "Kept late"),
                                    ("declined", "Declined by the recipient"),
                                    ("broken", "Broken"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("slot", models.PositiveSmallIntegerField()),
                        ("promises", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "bucket", "slot"), name="one_promise_tally"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="QualifyTime",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("hours", models.PositiveIntegerField()),
                        ("friends", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "hours"), name="one_qualify_time")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "pinned",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        (
                            "advocate",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("came_under", models.PositiveIntegerField(db_default=1)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("registered", "Registered"),
                                    ("qualified", "Counts"),
                                    ("approved", "Approved"),
                                    ("held", "On hold"),
                                    ("rejected", "Rejected"),
                                    ("reversed", "Reversed"),
                                    ("expired", "Expired"),
                                    ("void", "Void"),
                                ],
                                default="registered",
                                max_length=10,
                            ),
                        ),
                        ("credit_hundredths", models.PositiveIntegerField(default=0)),
                        ("levels", models.JSONField(default=list)),
                        ("registered_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("qualified_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "referral",
                        "verbose_name_plural": "referrals",
                        "indexes": [
                            models.Index(
                                models.F("campaign"),
                                models.F("advocate"),
                                models.OrderBy(models.F("registered_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="referral_by_advocate",
                            ),
                            models.Index(
                                models.F("campaign"),
                                models.OrderBy(models.F("registered_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="referral_newest",
                            ),
                            models.Index(
                                condition=models.Q(("state", "registered")),
                                fields=["expires_at"],
                                name="referral_expiring",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "void"), _negated=True),
                                fields=("campaign", "invitee"),
                                name="one_referral_per_invitee",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("advocate", models.F("invitee")), _negated=True),
                                name="nobody_invites_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("qualified", "approved", "held")), _negated=True),
                                    ("qualified_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="referral_qualified_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="campaigns.referral",
                            ),
                        ),
                        ("cause", models.CharField(max_length=40)),
                        ("amount_hundredths", models.IntegerField()),
                        ("occurred_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("referral", "cause"), name="one_entry_per_cause"),
                            models.CheckConstraint(
                                condition=models.Q(("amount_hundredths", 0), _negated=True),
                                name="credit_entry_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_hundredths__gt", 0),
                                    ("cause__startswith", "reversal"),
                                    _connector="OR",
                                ),
                                name="credit_falls_by_reversal",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reservation",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "advocate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("rule_key", models.CharField(max_length=40)),
                        ("item", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Kept"), ("used", "Claimed"), ("released", "Given back")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.budget",
                            ),
                        ),
                        (
                            "gift",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="gifts.gift",
                            ),
                        ),
                        ("taken_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("warn_at", models.DateTimeField()),
                        ("warned_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("expired", "The time was over."),
                                    (
                                        "campaign-paused",
                                        "The campaign was paused, and nothing is kept while it is.",
                                    ),
                                    ("campaign-over", "The campaign is over."),
                                    ("reward-off", "The reward that it was kept for is not given."),
                                    (
                                        "credit-withdrawn",
                                        "A friend does not count any more, so that more than one is missing.",
                                    ),
                                    ("member-left", "The member has left."),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "kept unit",
                        "verbose_name_plural": "kept units",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["expires_at"],
                                name="reservation_to_end",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "advocate", "rule_key"), name="one_reservation"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reservation_ended_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "released"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("state", "released"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="reservation_released_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReservedShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("rule_key", models.CharField(max_length=40)),
                        ("open_units", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "rule_key"), name="one_reserved_share"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reward",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "pinned",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        ("rule_key", models.CharField(max_length=40)),
                        (
                            "beneficiary",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("occurrence_key", models.CharField(max_length=60)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("draw_entry", "Entry in the draw"), ("gift", "Gift")], max_length=12
                            ),
                        ),
                        ("weight", models.PositiveIntegerField(default=1)),
                        ("item", models.CharField(blank=True, max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("earned", "Earned"),
                                    ("held", "On hold"),
                                    ("approved", "Approved"),
                                    ("granted", "Granted"),
                                    ("cancelled", "Cancelled"),
                                    ("clawed_back", "Taken back"),
                                ],
                                default="earned",
                                max_length=12,
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.referral",
                            ),
                        ),
                        ("hold_until", models.DateTimeField()),
                        ("hold_code", models.CharField(blank=True, max_length=40)),
                        (
                            "gift",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="gifts.gift",
                            ),
                        ),
                        (
                            "cost_minor",
                            models.PositiveIntegerField(default=0, verbose_name="cost in minor units"),
                        ),
                        ("earned_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("granted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "reward",
                        "verbose_name_plural": "rewards",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "earned")),
                                fields=["hold_until"],
                                name="reward_to_assess",
                            ),
                            models.Index(
                                models.F("beneficiary"),
                                models.OrderBy(models.F("earned_at"), descending=True),
                                name="reward_by_member",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "rule_key", "beneficiary", "occurrence_key"),
                                name="one_reward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("approved", "granted")), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="reward_approved_at",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "granted"), _negated=True),
                                    ("granted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="reward_granted_at",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "held"), _negated=True),
                                    models.Q(("hold_code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reward_hold_code",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="campaigns.budget",
                            ),
                        ),
                        (
                            "reward",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.reward",
                            ),
                        ),
                        ("cause", models.CharField(max_length=40)),
                        ("units", models.IntegerField()),
                        ("occurred_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reward", "cause"), name="one_budget_entry_per_cause"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("units", 0), _negated=True), name="budget_entry_units"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "pinned",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaignversion",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.referral",
                            ),
                        ),
                        (
                            "reward",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.reward",
                            ),
                        ),
                        ("rule", models.CharField(max_length=40)),
                        ("code", models.CharField(max_length=40)),
                        ("data", models.JSONField(default=dict)),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "decision",
                        "verbose_name_plural": "decisions",
                        "indexes": [
                            models.Index(
                                models.F("referral"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="decision_by_referral",
                            ),
                            models.Index(
                                models.F("reward"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="decision_by_reward",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("referral__isnull", False), ("reward__isnull", False), _connector="OR"
                                ),
                                name="decision_about_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrawTicket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.drawentry",
                            ),
                        ),
                        (
                            "reward",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.reward",
                            ),
                        ),
                        ("weight", models.PositiveBigIntegerField()),
                        ("entered_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1)), name="draw_ticket_weight"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RiskCase",
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
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "referral",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="risk",
                                to="campaigns.referral",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("passed", "Nothing found"),
                                    ("held", "On hold, a person looks"),
                                    ("released", "Released by a person"),
                                    ("confirmed", "Confirmed by a person"),
                                    ("appealed", "Appealed"),
                                    ("upheld", "Upheld after the appeal"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("points", models.PositiveIntegerField()),
                        ("codes", models.CharField(blank=True, max_length=200)),
                        ("trace", models.JSONField(default=list)),
                        ("answer_by", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("appeal_text", models.CharField(blank=True, max_length=1000)),
                        ("assessed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("appealed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "risk case",
                        "verbose_name_plural": "risk cases",
                        "indexes": [
                            models.Index(
                                models.F("state"), models.F("answer_by"), models.F("id"), name="risk_case_due"
                            ),
                            models.Index(fields=["campaign", "state"], name="risk_case_by_campaign"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("held", "appealed")), _negated=True),
                                    ("answer_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="risk_case_answer_by",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("confirmed", "upheld")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="risk_case_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShareLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "advocate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("link", "Link"),
                                    ("wechat", "WeChat"),
                                    ("weibo", "Weibo"),
                                    ("qzone", "QZone"),
                                    ("linkedin", "LinkedIn"),
                                    ("email", "E-mail"),
                                    ("sms", "Text message"),
                                    ("poster", "Poster"),
                                    ("offline", "In person"),
                                ],
                                default="link",
                                max_length=10,
                            ),
                        ),
                        ("code", models.CharField(max_length=16, unique=True)),
                        ("visitor_key", models.CharField(blank=True, max_length=80)),
                        ("created_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "share link",
                        "verbose_name_plural": "share links",
                        "indexes": [
                            models.Index(
                                models.F("visitor_key"),
                                condition=models.Q(("visitor_key", ""), _negated=True),
                                name="link_by_visitor",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "advocate", "channel"),
                                name="one_link_per_member_and_channel",
                            )
                        ],
                    },
                ),
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
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.sharelink",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
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
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="campaigns.messagepermission",
                            ),
                        ),
                        ("change", models.IntegerField()),
                        (
                            "call",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.accountcall",
                            ),
                        ),
                        ("ref", models.CharField(blank=True, max_length=64)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ref", ""), _negated=True),
                                fields=("ref",),
                                name="permission_used_once_a_ref",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("change", 0), _negated=True),
                                name="permission_entry_changes",
                            ),
                        ],
                        "indexes": [],
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
                        (
                            "link",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scene",
                                to="campaigns.sharelink",
                            ),
                        ),
                        ("address", models.CharField(max_length=200)),
                        ("made_at", models.DateTimeField()),
                        ("good_until", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("group_ref", models.CharField(max_length=40)),
                        ("credit_hundredths", models.PositiveIntegerField(default=0)),
                        ("reached_at", models.DateTimeField(null=True)),
                        ("entered_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "group_ref"), name="one_team_per_group"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("credit_hundredths", 0), ("reached_at__isnull", False), _connector="OR"
                                ),
                                name="team_reached_at",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="BoardRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="campaigns.board",
                            ),
                        ),
                        ("place", models.PositiveIntegerField(null=True)),
                        (
                            "member",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.team",
                            ),
                        ),
                        ("credit_hundredths", models.PositiveIntegerField()),
                        ("reached_at", models.DateTimeField()),
                        ("prize_key", models.CharField(blank=True, max_length=40)),
                        ("excluded_code", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("board", "member"), name="one_board_row_per_member"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("member__isnull", False), ("team__isnull", False), _connector="OR"
                                ),
                                name="board_row_of_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place__isnull", False),
                                    models.Q(("excluded_code", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="board_row_left_out_for_a_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "advocate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("registered", models.PositiveIntegerField(default=0)),
                        ("qualified", models.PositiveIntegerField(default=0)),
                        ("credit_hundredths", models.PositiveIntegerField(default=0)),
                        ("rewards", models.PositiveIntegerField(default=0)),
                        ("reached_at", models.DateTimeField(null=True)),
                        ("is_named", models.BooleanField(default=False)),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("campaign"),
                                models.OrderBy(models.F("qualified"), descending=True),
                                models.F("advocate"),
                                name="progress_rank",
                            ),
                            models.Index(
                                models.F("campaign"),
                                models.OrderBy(models.F("credit_hundredths"), descending=True),
                                models.F("reached_at"),
                                models.F("id"),
                                name="progress_board",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "advocate"), name="one_progress"),
                            models.CheckConstraint(
                                condition=models.Q(("qualified__lte", models.F("registered"))),
                                name="progress_qualified_registered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Touch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.sharelink",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        ("visitor_key", models.CharField(max_length=80)),
                        ("variant", models.CharField(blank=True, max_length=20)),
                        ("came_under", models.PositiveIntegerField(db_default=1)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("click", "Opened the link"),
                                    ("scan", "Scanned the code"),
                                    ("code", "Typed the code"),
                                ],
                                default="click",
                                max_length=6,
                            ),
                        ),
                        ("occurred_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("visitor_key"),
                                models.OrderBy(models.F("occurred_at"), descending=True),
                                name="touch_by_visitor",
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Attribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.campaign",
                            ),
                        ),
                        (
                            "invitee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.sharelink",
                            ),
                        ),
                        (
                            "touch",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="campaigns.touch",
                            ),
                        ),
                        (
                            "model",
                            models.CharField(
                                choices=[
                                    ("direct", "Registered on the invitation"),
                                    ("last_touch", "Last invitation opened"),
                                    ("first_touch", "First invitation opened"),
                                    ("manual", "Decided by a person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("share_bp", models.PositiveIntegerField(default=10000)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "invitee", "revision"), name="one_attribution"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share_bp__gte", 1), ("share_bp__lte", 10000)),
                                name="attribution_share",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("model", "manual"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="manual_attribution_has_a_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
