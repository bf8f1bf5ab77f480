"""An erasure is carried out step by step: each app's step in a transaction of its own, until none is left.

A step that must wait (a parcel on its way) is tried again later while all the others go on. When every step
is through, all of them look once more, for what was written at the very moment they looked.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import override

from accounts.leaving_facts import ErasureNearDeadline, MemberErased
from accounts.leaving_queries import obstacles_of
from accounts.models import Erasure, ErasureProgress
from accounts.states import OPEN_ERASURES, WARN_BEFORE_DAYS, ErasureState
from common.access import SYSTEM
from common.clock import DbNow
from common.errors import Stale
from common.logs import log
from common.registries import ErasureStep, Waiting, erasure_steps
from outbox.facts import record

RUN_AT_ONCE = 50


def due_erasures() -> list[int]:
    """Ids of erasures whose days to think are over, that wait, or that a crash left behind."""
    over = Q(state=ErasureState.COOLING_OFF, cooling_off_until__lte=DbNow())
    going = Q(state__in=[ErasureState.RUNNING, ErasureState.WAITING])
    due = Erasure.objects.filter(over | going).order_by("due_at")
    return list(due.values_list("pk", flat=True)[:RUN_AT_ONCE])


def run_erasure(*, erasure_id: int, now: datetime) -> str:
    """Take an erasure as far as it goes now; returns its state. Call it outside a transaction. Repeatable.

    Whatever a step raises ends this round; what is done stays done, and the next round goes on from there.
    """
    erasure = _begin(erasure_id, now=now)
    if erasure is None:
        return ""
    waits = [step for step in erasure_steps if not _run_step(erasure, step, now=now)]
    if not waits:
        waits = [step for step in erasure_steps if not _run_step(erasure, step, now=now, again=True)]
    _end(erasure, is_over=not waits, now=now)
    _leave_no_trace()
    log(__name__, f"erasure.{erasure.state}", id=erasure.public_id, waits=len(waits))
    return erasure.state


@transaction.atomic
def _begin(erasure_id: int, *, now: datetime) -> Erasure | None:
    erasure = Erasure.objects.select_related("member").filter(pk=erasure_id).first()
    if erasure is None or erasure.state not in (
        ErasureState.COOLING_OFF,
        ErasureState.RUNNING,
        ErasureState.WAITING,
    ):
        return None
    if erasure.state == ErasureState.COOLING_OFF:
        is_due = Erasure.objects.filter(pk=erasure.pk, cooling_off_until__lte=DbNow()).exists()
        if not is_due or obstacles_of(erasure.member_id):
            return None  # the desk is warned before the deadline
    if erasure.state != ErasureState.RUNNING:
        try:
            erasure.run(actor=SYSTEM, now=now)
        except Stale:  # taken back this very moment
            return None
    return erasure


@transaction.atomic
def _run_step(erasure: Erasure, step: ErasureStep, *, now: datetime, again: bool = False) -> bool:
    """Whether the step is through. Its writes and its progress are one commit."""
    row, _created = ErasureProgress.objects.get_or_create(
        erasure=erasure, step=step.key, defaults={"last_at": now}
    )
    if row.done_at is not None and not again:
        return True
    waiting = step.run(erasure.member_id, now)
    ErasureProgress.objects.filter(pk=row.pk).update(
        tries=F("tries") + 1,
        last_at=now,
        done_at=None if waiting else (row.done_at or now),
        waits_for=_sentence(waiting),
    )
    return waiting is None


def _sentence(waiting: Waiting | None) -> str:
    """In the source language; the pages translate it."""
    if waiting is None:
        return ""
    with override(settings.LANGUAGE_CODE):
        return str(waiting.reason)[:200]


@transaction.atomic
def _end(erasure: Erasure, *, is_over: bool, now: datetime) -> None:
    if not is_over:
        erasure.wait(actor=SYSTEM)
        return
    erasure.finish(actor=SYSTEM, now=now)
    fact = MemberErased(member_id=erasure.member_id, occurred_at=now.isoformat())
    record(fact, subject=f"member:{erasure.member.public_id}")


def _leave_no_trace() -> None:
    """SQLite's log still holds the pages as they were; empty it when nobody reads from it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def warn_of_deadlines(*, now: datetime) -> int:
    """Tell the desk, once each, of erasures that end within three days and are not done; returns how many."""
    near = Erasure.objects.filter(
        state__in=OPEN_ERASURES, warned_at__isnull=True, due_at__lte=now + timedelta(days=WARN_BEFORE_DAYS)
    )
    return sum(_warn(erasure, now=now) for erasure in near.order_by("due_at")[:RUN_AT_ONCE])


@transaction.atomic
def _warn(erasure: Erasure, *, now: datetime) -> bool:
    if Erasure.objects.filter(pk=erasure.pk, warned_at__isnull=True).update(warned_at=now) != 1:
        return False
    fact = ErasureNearDeadline(
        erasure_id=erasure.pk, due_at=erasure.due_at.isoformat(), occurred_at=now.isoformat()
    )
    record(fact, subject=f"erasure:{erasure.public_id}")
    log(__name__, "erasure.near-deadline", id=erasure.public_id)
    return True
