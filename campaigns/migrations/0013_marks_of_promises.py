"""When a promise is brought to people's attention next. Those that are open begin with their next mark."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.utils import timezone

MARKS = (50, 80, 100)


def set_marks(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Marks that have passed are not told of afterwards."""
    promises = apps.get_model("campaigns", "Promise").objects.using(editor.connection.alias)
    now = timezone.now()
    for pk, made_at, due_at in (
        promises.filter(state="open", due_at__gt=now)
        .values_list("pk", "made_at", "due_at")
        .iterator(chunk_size=2000)
    ):
        moments = {mark: made_at + (due_at - made_at) * mark / 100 for mark in MARKS}
        passed = max((mark for mark, moment in moments.items() if moment <= now), default=0)
        following = min(moment for moment in moments.values() if moment > now)
        promises.filter(pk=pk).update(escalated_percent=passed, escalate_at=following)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0012_ends_of_promises")]

    operations = [
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
        migrations.RunPython(set_marks, migrations.RunPython.noop),
    ]
