"""What is kept of notifications, and for how long."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Notification
from accounts.notification_states import KEEP_DAYS

AT_ONCE = 5000


@transaction.atomic
def purge_notifications(*, now: datetime) -> int:
    """Delete what is older than half a year, with its log, some at a time; returns how many."""
    old = Notification.objects.filter(created_at__lt=now - timedelta(days=KEEP_DAYS)).values("pk")[:AT_ONCE]
    ids = [row["pk"] for row in old]
    Notification.objects.filter(pk__in=ids).delete()
    return len(ids)
