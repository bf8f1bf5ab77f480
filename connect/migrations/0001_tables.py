import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.ids
import connect.models.events
from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("connect", "0001_sites_and_events"),
        ("connect", "0002_webhooks"),
        ("connect", "0002_event_imports"),
        ("connect", "0003_webhooks_of_brands"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="Endpoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=0)),
                        ("public_id", common.ids.PublicIdField()),
                        ("url", models.CharField(max_length=500, verbose_name="address")),
                        (
                            "description",
                            models.CharField(blank=True, max_length=120, verbose_name="description"),
                        ),
                        (
                            "brand_ref",
                            models.CharField(blank=True, db_index=True, max_length=64, verbose_name="brand"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "Active"),
                                    ("paused", "Paused"),
                                    ("disabled", "Disabled"),
                                ],
                                default="active",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("lanes", models.PositiveSmallIntegerField(default=2, verbose_name="calls at once")),
                        ("secret_sealed", models.CharField(max_length=400)),
                        ("former_sealed", models.CharField(blank=True, max_length=400)),
                        ("former_until", models.DateTimeField(null=True)),
                        (
                            "failures",
                            models.PositiveIntegerField(default=0, verbose_name="failures in a row"),
                        ),
                        ("failing_since", models.DateTimeField(null=True, verbose_name="failing since")),
                        ("open_until", models.DateTimeField(null=True, verbose_name="left alone until")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "webhook",
                        "verbose_name_plural": "webhooks",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "paused", "disabled"])),
                                name="endpoint_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("lanes__gte", 1), ("lanes__lte", 8)),
                                name="endpoint_lanes_1_to_8",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "endpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="connect.endpoint",
                                verbose_name="webhook",
                            ),
                        ),
                        ("lane", models.PositiveSmallIntegerField()),
                        ("fact_id", models.UUIDField(verbose_name="message")),
                        ("kind", models.CharField(max_length=80, verbose_name="kind")),
                        ("subject", models.CharField(max_length=80, verbose_name="about")),
                        ("payload", models.JSONField()),
                        ("happened_at", models.DateTimeField(verbose_name="happened")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("delivered", "Delivered"),
                                    ("undelivered", "Not delivered"),
                                ],
                                default="waiting",
                                max_length=11,
                                verbose_name="state",
                            ),
                        ),
                        ("attempts", models.PositiveIntegerField(default=0, verbose_name="tries")),
                        ("first_tried_at", models.DateTimeField(null=True)),
                        ("next_at", models.DateTimeField(null=True, verbose_name="next try")),
                        ("delivered_at", models.DateTimeField(null=True, verbose_name="delivered")),
                        ("replay", models.PositiveIntegerField(default=0, verbose_name="replay")),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "delivery of a webhook",
                        "verbose_name_plural": "deliveries of webhooks",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["endpoint", "lane", "next_at"],
                                name="delivery_due",
                            ),
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["endpoint", "subject", "id"],
                                name="delivery_in_order",
                            ),
                            models.Index(fields=["created_at"], name="delivery_by_age"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("endpoint", "fact_id", "replay"), name="delivery_once_per_replay"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "delivered"), ("delivered_at__isnull", True), _connector="XOR"
                                ),
                                name="delivery_delivered_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tries",
                                to="connect.delivery",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                        ("reason", models.CharField(blank=True, max_length=80, verbose_name="reason")),
                        ("milliseconds", models.PositiveIntegerField(verbose_name="milliseconds")),
                        ("excerpt", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="EventType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.SlugField(max_length=60, unique=True, verbose_name="name")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "schema",
                            models.JSONField(
                                default=connect.models.events.any_object,
                                verbose_name="shape of the properties",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "kind of event",
                        "verbose_name_plural": "kinds of events",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Lane",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "endpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lane_rows",
                                to="connect.endpoint",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("lease_token", models.UUIDField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("endpoint", "number"), name="lane_one_per_number")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Site",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        ("slug", models.SlugField(max_length=40, unique=True, verbose_name="short name")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("brand_ref", models.CharField(db_index=True, max_length=64, verbose_name="brand")),
                        (
                            "landing_url",
                            models.CharField(blank=True, max_length=300, verbose_name="landing address"),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "site",
                        "verbose_name_plural": "sites",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="connect.site",
                                verbose_name="site",
                            ),
                        ),
                        ("event_id", models.CharField(max_length=80, verbose_name="the site's id")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="member",
                            ),
                        ),
                        ("external_index", models.CharField(blank=True, max_length=64)),
                        ("value_minor", models.BigIntegerField(null=True, verbose_name="value")),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        ("properties", models.JSONField(default=dict, verbose_name="properties")),
                        ("occurred_at", models.DateTimeField(verbose_name="happened")),
                        ("received_at", models.DateTimeField(verbose_name="received")),
                        ("published_at", models.DateTimeField(null=True, verbose_name="told on")),
                        ("batch", models.UUIDField()),
                        ("body_hash", models.CharField(max_length=32)),
                    ],
                    options={
                        "verbose_name": "event from outside",
                        "verbose_name_plural": "events from outside",
                        "indexes": [
                            models.Index(fields=["batch"], name="event_by_batch"),
                            models.Index(
                                condition=models.Q(("published_at__isnull", True)),
                                fields=["site", "external_index"],
                                name="event_waiting",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "event_id"), name="event_one_per_site_and_id"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventImport",
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
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="connect.site",
                                verbose_name="site",
                            ),
                        ),
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
                            "format",
                            models.CharField(
                                choices=[
                                    ("csv", "CSV, with the fields' names in the first line"),
                                    ("ndjson", "NDJSON, one event in a line"),
                                ],
                                max_length=8,
                                verbose_name="format",
                            ),
                        ),
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
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("events", models.PositiveIntegerField(default=0, verbose_name="events in the file")),
                        ("parts_total", models.PositiveIntegerField(default=0)),
                        ("parts_done", models.PositiveIntegerField(default=0)),
                        ("accepted", models.PositiveIntegerField(default=0, verbose_name="accepted")),
                        ("duplicates", models.PositiveIntegerField(default=0, verbose_name="known already")),
                        ("refused", models.PositiveIntegerField(default=0, verbose_name="refused")),
                        ("told", models.JSONField(default=list)),
                        ("created_at", models.DateTimeField(verbose_name="made")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                    ],
                    options={
                        "verbose_name": "import of events",
                        "verbose_name_plural": "imports of events",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                                name="eventimport_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parts_done__lte", models.F("parts_total"))),
                                name="eventimport_within_its_parts",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="EventImportPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="connect.eventimport",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("sealed", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "number"), name="eventimportpart_in_order"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="MemberLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="connect.site",
                            ),
                        ),
                        ("external_index", models.CharField(max_length=64)),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "external_index"), name="memberlink_one_per_customer"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SiteKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("public_id", common.ids.PublicIdField()),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="keys",
                                to="connect.site",
                                verbose_name="site",
                            ),
                        ),
                        ("secret_hash", models.CharField(max_length=64)),
                        ("hint", models.CharField(max_length=4, verbose_name="ends in")),
                        ("label", models.CharField(blank=True, max_length=60, verbose_name="label")),
                        ("scopes", models.JSONField(default=list, verbose_name="may")),
                        ("created_at", models.DateTimeField(verbose_name="made")),
                        ("expires_at", models.DateTimeField(verbose_name="ends")),
                        ("last_used_at", models.DateTimeField(null=True, verbose_name="last used")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="ended")),
                    ],
                    options={
                        "verbose_name": "site key",
                        "verbose_name_plural": "site keys",
                        "constraints": [
                            models.UniqueConstraint(fields=("secret_hash",), name="sitekey_one_per_secret")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "endpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="subscriptions",
                                to="connect.endpoint",
                            ),
                        ),
                        ("kind", models.CharField(db_index=True, max_length=80)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("endpoint", "kind"), name="subscription_one_per_kind"
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ]
        ),
    ]
