"""The same request twice has one effect and one answer.

The record is inserted first: a parallel twin waits on the unique index and then reads the first one's
answer. It stands in the effect's own transaction, so a refused or crashed attempt leaves nothing behind.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from common.errors import KeyReused
from common.models import IdempotencyRecord


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is stored and replayed: an HTTP status and a JSON body (or a redirect's ``location``).

    ``kept`` False: the effect stays, the answer may not be stored, and whoever asks again is acted for again.
    """

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    replayed: bool = False
    kept: bool = True


def hash_body(body: bytes) -> str:
    """Keyed: a body may be a phone or an ID number, which a plain hash would give away to a guesser."""
    return hmac.new(bytes.fromhex(settings.INDEX_PEPPER), body, hashlib.sha256).hexdigest()


def once(*, actor: str, scope: str, key: str, body_hash: str, act: Callable[[], Answer]) -> Answer:
    """Run ``act`` and store its answer, or give the stored answer.

    Raises: KeyReused when the key came with another body; whatever ``act`` raises (nothing is stored then).
    """
    try:
        with transaction.atomic():
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(
                    actor=actor, scope=scope, key=key, body_hash=body_hash
                )
            answer = act()
            mine = IdempotencyRecord.objects.filter(pk=record.pk)
            if answer.kept:
                mine.update(status=answer.status, answer=answer.body)
            else:
                mine.delete()
            return answer
    except IntegrityError:
        stored = IdempotencyRecord.objects.filter(actor=actor, scope=scope, key=key).first()
        if stored is None:  # the IntegrityError was act's own
            raise
    if stored.body_hash != body_hash:
        raise KeyReused
    return Answer(status=stored.status, body=stored.answer, replayed=True)


def forget_before(before: datetime) -> int:
    """Delete answers older than ``before`` (kept for at least 72 hours); returns how many."""
    deleted, _ = IdempotencyRecord.objects.filter(created_at__lt=before).delete()
    return deleted
