import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.new_tables import NewTables


class Migration(migrations.Migration):
    """All tables at once. Takes the place of the steps in which they grew."""

    replaces = [
        ("outbox", "0001_facts_jobs_audit"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        NewTables(
            [
                migrations.CreateModel(
                    name="AuditLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("object_kind", models.CharField(max_length=60)),
                        ("object_id", models.CharField(max_length=40)),
                        ("verb", models.CharField(max_length=60)),
                        ("old_state", models.CharField(blank=True, max_length=32)),
                        ("new_state", models.CharField(blank=True, max_length=32)),
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
                        ("why", models.CharField(blank=True, max_length=300)),
                        ("correlation", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("seal_number", models.PositiveIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["object_kind", "object_id"], name="audit_by_object"),
                            models.Index(
                                condition=models.Q(("seal_number__isnull", True)),
                                fields=["id"],
                                name="audit_unsealed",
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="AuditSeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("root", models.CharField(max_length=64)),
                        ("chained", models.CharField(max_length=64)),
                        ("line_count", models.PositiveIntegerField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="FactRow",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=80)),
                        ("subject", models.CharField(db_index=True, max_length=80)),
                        ("payload", models.JSONField()),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                    ],
                    options={
                        "verbose_name": "fact",
                        "indexes": [models.Index(fields=["kind", "recorded_at"], name="fact_by_kind")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=80)),
                        ("queue", models.CharField(max_length=32)),
                        ("subject", models.CharField(blank=True, max_length=80)),
                        ("dedupe_key", models.CharField(max_length=200, unique=True)),
                        ("payload", models.JSONField(default=dict)),
                        ("payload_version", models.PositiveSmallIntegerField(default=1)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "To do"),
                                    ("doing", "Being done"),
                                    ("sending", "Sending"),
                                    ("unknown", "Outcome unknown"),
                                    ("done", "Done"),
                                    ("dead", "Dead"),
                                ],
                                default="todo",
                                max_length=8,
                            ),
                        ),
                        ("run_at", models.DateTimeField(null=True)),
                        ("lease_token", models.UUIDField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("errors", models.PositiveIntegerField(default=0)),
                        ("crashes", models.PositiveIntegerField(default=0)),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                        ("provider_ref", models.CharField(blank=True, max_length=120)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("done_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["todo", "unknown"])),
                                fields=["run_at"],
                                name="job_due",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["doing", "sending"])),
                                fields=["lease_until"],
                                name="job_leased",
                            ),
                            models.Index(
                                condition=models.Q(("state", "dead")), fields=["created_at"], name="job_dead"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["doing", "sending"]), _negated=True),
                                    models.Q(("lease_token__isnull", False), ("lease_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="job_at_work_has_lease",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "done"), ("done_at__isnull", True), _connector="XOR"
                                ),
                                name="job_done_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tick",
                    fields=[
                        ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ("last_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ]
        ),
    ]
