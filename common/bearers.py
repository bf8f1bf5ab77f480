"""Secrets that programs come with: shown once, kept as a hash, with the time of their last use."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, Q

from common.clock import DbNow

_NOTE_USE_EVERY = timedelta(minutes=5)


def hash_secret(secret: str) -> str:
    """SHA-256 is enough for secrets of 128 random bits and more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def note_use(bearer: Model, *, last_used_at: datetime | None, now: datetime) -> None:
    """Write ``last_used_at`` down at most every five minutes; never more than one small UPDATE."""
    if last_used_at and last_used_at > now - _NOTE_USE_EVERY:
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - _NOTE_USE_EVERY)
    rows: Any = type(bearer)._base_manager
    rows.filter(stale, pk=bearer.pk).update(last_used_at=DbNow())
