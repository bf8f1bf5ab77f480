"""Promises that go on as others, and those of which all had been given, are counted apart from "declined"."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, F

NEW, SLOTS = ("replaced", "depleted"), 8
HANDED_ON = ("substituted", "offered-again")
STATES = [
    ("open", "Open"),
    ("late", "Late"),
    ("kept", "Kept"),
    ("declined", "Declined by the recipient"),
    ("replaced", "Continued as another promise"),
    ("depleted", "All had been given"),
    ("broken", "Broken"),
]
BUCKETS = [
    ("open", "Open"),
    ("overdue", "Overdue"),
    ("kept", "Kept on time"),
    ("kept_late", "Kept late"),
    ("declined", "Declined by the recipient"),
    ("replaced", "Continued as another promise"),
    ("depleted", "All had been given"),
    ("broken", "Broken"),
]


def count_apart(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias
    tallies = apps.get_model("campaigns", "PromiseTally").objects.using(using)
    promises = apps.get_model("campaigns", "Promise").objects.using(using)
    for campaign_id in list(tallies.order_by().values_list("campaign_id", flat=True).distinct()):
        rows = [
            tallies.model(campaign_id=campaign_id, bucket=bucket, slot=slot)
            for bucket in NEW
            for slot in range(SLOTS)
        ]
        tallies.bulk_create(rows, ignore_conflicts=True)
    handed_on = promises.filter(state="declined", public_reason__in=HANDED_ON)
    for campaign_id, number in list(handed_on.order_by().values_list("campaign_id").annotate(n=Count("pk"))):
        for bucket, change in (("declined", -number), ("replaced", number)):
            row = tallies.filter(campaign_id=campaign_id, bucket=bucket, slot=0)
            row.update(promises=F("promises") + change)
    handed_on.update(state="replaced")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_kept_back")]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="state",
            field=models.CharField(choices=STATES, default="open", max_length=8),
        ),
        migrations.AlterField(
            model_name="promisetally", name="bucket", field=models.CharField(choices=BUCKETS, max_length=10)
        ),
        migrations.RunPython(count_apart, migrations.RunPython.noop),
    ]
