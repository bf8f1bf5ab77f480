"""Promised units that are kept back, promises that end otherwise than declined, and marks of open ones.

What running campaigns have given counts as taken of what they promise; the units that still wait are kept
back by ``campaigns.keep-back-promised``, as far as the shelf goes.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, F, Q
from django.utils import timezone

PROMISING = ("scheduled", "live", "paused", "closing", "drawing", "settling")
MARKS = (50, 80, 100)
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


def stamp(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias

    def rows(app: str, model: str) -> Any:
        return apps.get_model(app, model).objects.using(using)

    for campaign_id, public_id in (
        rows("campaigns", "Campaign")
        .filter(state__in=PROMISING, current__isnull=False)
        .values_list("pk", "public_id")
    ):
        rewards = rows("campaigns", "Reward").filter(campaign_id=campaign_id, gift__item__public_id=F("item"))
        kept = rows("campaigns", "Reservation").filter(campaign_id=campaign_id, gift__state="reserved")
        draws = rows("campaigns", "Draw").filter(campaign_id=campaign_id).values_list("public_id", flat=True)
        mine = Q(pk__in=rewards.values("gift_id")) | Q(pk__in=kept.values("gift_id"))
        mine |= Q(line__source__in=[f"draw:{draw}" for draw in draws], sequence=1)
        released = rows("gifts", "StockEntry").filter(kind="release", gift__isnull=False).values("gift_id")
        ids = list(rows("gifts", "Gift").filter(mine).exclude(pk__in=released).values_list("pk", flat=True))
        _take(rows, ids, purpose=f"campaign:{public_id}")


def _take(rows: Any, ids: list[int], *, purpose: str) -> None:
    for start in range(0, len(ids), 500):
        rows("gifts", "Gift").filter(pk__in=ids[start : start + 500]).update(purpose=purpose)
    taken = rows("gifts", "Gift").filter(purpose=purpose).values_list("item_id")
    for item_id, units in taken.annotate(units=Count("pk")).order_by("item_id"):
        rows("gifts", "Earmark").create(item_id=item_id, purpose=purpose, units=units)


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


def set_marks(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Marks that have passed are not told of afterwards."""
    promises = apps.get_model("campaigns", "Promise").objects.using(editor.connection.alias)
    now = timezone.now()
    running = promises.filter(state="open", due_at__gt=now)
    for pk, made_at, due_at in list(running.values_list("pk", "made_at", "due_at")):
        moments = {mark: made_at + (due_at - made_at) * mark / 100 for mark in MARKS}
        passed = max((mark for mark, moment in moments.items() if moment <= now), default=0)
        following = min(moment for moment in moments.values() if moment > now)
        promises.filter(pk=pk).update(escalated_percent=passed, escalate_at=following)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_tickets_left_out"), ("gifts", "0003_earmarks")]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="state",
            field=models.CharField(choices=STATES, default="open", max_length=8),
        ),
        migrations.AlterField(
            model_name="promisetally", name="bucket", field=models.CharField(choices=BUCKETS, max_length=10)
        ),
        migrations.AddField(model_name="promise", name="escalate_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="promise",
            name="escalated_percent",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=Q(state__in=("open", "late"), escalate_at__isnull=False),
                fields=["escalate_at"],
                name="promise_to_escalate",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=Q(escalated_percent__in=(0, 50, 80, 100)), name="promise_known_mark"
            ),
        ),
        migrations.RunPython(stamp, migrations.RunPython.noop),
        migrations.RunPython(count_apart, migrations.RunPython.noop),
        migrations.RunPython(set_marks, migrations.RunPython.noop),
    ]
