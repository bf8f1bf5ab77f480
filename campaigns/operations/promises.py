"""The public ledger of promises: made, kept, late, declined or broken; never deleted."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from campaigns import errors, facts
from campaigns.models import Promise, PromiseTally
from campaigns.states import UNKEPT_PROMISES, PromiseBucket, PromiseKind, PromiseState
from common.access import SYSTEM, Actor, allow
from common.clock import DbNow
from common.errors import NotFound, Stale
from outbox.facts import record

TALLY_SLOTS = 8
# The refs of the promises that a campaign with a draw makes at its publication.
DRAW_REF = "draw"
PRIZES_REF = "prizes"
MARK_LATE_AT_ONCE = 200
NOT_COVERED = "friends-not-counted"


def make_promise(
    *, campaign_id: int, kind: PromiseKind, ref: str, holder_id: int | None, due_at: datetime, now: datetime
) -> Promise:
    """Write a promise down in the caller's transaction; the same (kind, ref) again is the same promise."""
    promise = Promise(
        campaign_id=campaign_id, kind=kind, ref=ref, holder_id=holder_id, made_at=now, due_at=due_at
    )
    try:
        with transaction.atomic():
            promise.save(force_insert=True)
    except IntegrityError:
        return Promise.objects.get(campaign_id=campaign_id, kind=kind, ref=ref)
    _count(promise, before=None)
    return promise


def keep(promise: Promise | None, *, actor: Actor = SYSTEM, now: datetime) -> None:
    """Inside the caller's transaction; a promise that has ended stays as it is."""
    if promise is None or promise.state not in UNKEPT_PROMISES:
        return
    before = promise.bucket
    promise.keep(actor=actor, now=now)
    _count(promise, before=before)
    late = promise.bucket == PromiseBucket.KEPT_LATE
    fact = facts.PromiseKept(promise_id=promise.pk, campaign_id=promise.campaign_id, late=late)
    record(fact, subject=promise.public_id)


def decline(promise: Promise | None, *, actor: Actor = SYSTEM, why: str) -> None:
    """The holder does not want it, or not in time. Inside the caller's transaction, like ``keep``."""
    if promise is None or promise.state not in UNKEPT_PROMISES:
        return
    before = promise.bucket
    promise.decline(actor=actor, why=why)
    _count(promise, before=before)


def hand_on(promise: Promise, *, ref: str, now: datetime, why: str = "offered-again") -> None:
    """The same is owed under another ref, and still due when it was. Inside the caller's transaction.

    Whoever makes the other promise may come first. A promise that has ended stays as it is.
    """
    if promise.state not in UNKEPT_PROMISES:
        return
    heir = make_promise(
        campaign_id=promise.campaign_id,
        kind=PromiseKind(promise.kind),
        ref=ref,
        holder_id=promise.holder_id,
        due_at=promise.due_at,
        now=now,
    )
    Promise.objects.filter(pk=heir.pk, state=PromiseState.OPEN, due_at__gt=promise.due_at).update(
        due_at=promise.due_at
    )
    decline(promise, why=why)


def break_for(promise: Promise, *, actor: Actor, why: str) -> None:
    """Broken, with a reason that everybody reads. Inside the caller's transaction."""
    before = promise.bucket
    promise.break_(actor=actor, why=why)
    _count(promise, before=before)
    fact = facts.PromiseBroken(promise_id=promise.pk, campaign_id=promise.campaign_id)
    record(fact, subject=promise.public_id)


@transaction.atomic
def break_promise(*, actor: Actor, promise_id: int, reason: str) -> Promise:
    """Say in public that a promise will not be kept. Repeating it changes nothing.

    Raises: NotFound, ReasonMissing, IllegalMove, Stale.
    """
    promise = Promise.objects.select_related("campaign__brand").filter(pk=promise_id).first()
    if promise is None:
        raise NotFound
    allow(actor, "campaigns.break-promise", promise)
    if promise.state == PromiseState.BROKEN:
        return promise
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    break_for(promise, actor=actor, why=reason.strip()[:300])
    return promise


@transaction.atomic
def excuse_draw(*, campaign_id: int) -> None:
    """A draw that nobody entered can't take place: nobody is owed it, nor a prize. Again changes nothing."""
    for kind, ref in ((PromiseKind.DRAW, DRAW_REF), (PromiseKind.PRIZES, PRIZES_REF)):
        decline(find_promise(campaign_id=campaign_id, kind=kind, ref=ref), why="no-entries")


def mark_late_promises(*, now: datetime) -> int:
    """Mark what is due and not kept, by the database's clock; returns how many. Again marks nothing new."""
    due = Promise.objects.filter(state=PromiseState.OPEN, due_at__lte=DbNow()).order_by("due_at", "id")
    return sum(_mark_late(promise, now=now) for promise in due[:MARK_LATE_AT_ONCE])


@transaction.atomic
def _mark_late(promise: Promise, *, now: datetime) -> bool:
    before = promise.bucket
    try:
        promise.mark_late(actor=SYSTEM, now=now)
    except Stale:
        return False
    _count(promise, before=before)
    fact = facts.PromiseLate(promise_id=promise.pk, campaign_id=promise.campaign_id)
    record(fact, subject=promise.public_id)
    return True


def find_promise(*, campaign_id: int, kind: PromiseKind, ref: str) -> Promise | None:
    return Promise.objects.filter(campaign_id=campaign_id, kind=kind, ref=ref).first()


def open_tally(campaign_id: int) -> None:
    """The counters' rows, once per campaign; again changes nothing."""
    rows = [
        PromiseTally(campaign_id=campaign_id, bucket=bucket, slot=slot)
        for bucket in PromiseBucket
        for slot in range(TALLY_SLOTS)
    ]
    PromiseTally.objects.bulk_create(rows, ignore_conflicts=True)


def _count(promise: Promise, *, before: PromiseBucket | None) -> None:
    """Move one from the bucket it was in to the one it is in now; the hot rows come last."""
    slot = secrets.randbelow(TALLY_SLOTS)
    changes = {promise.bucket: 1} | ({before: -1} if before is not None else {})
    for bucket in sorted(changes):
        row = PromiseTally.objects.filter(campaign_id=promise.campaign_id, bucket=bucket, slot=slot)
        if row.update(promises=F("promises") + changes[bucket]) != 1:
            raise PromiseTally.DoesNotExist(f"campaign {promise.campaign_id} has no tally")
