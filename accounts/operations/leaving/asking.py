"""A member asks to be erased, proves it, and has some days to take it back."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts import leaving_errors as errors
from accounts.errors import ReasonNeeded
from accounts.leaving_facts import ErasureConfirmed, ErasureWithdrawn
from accounts.leaving_queries import obstacles_of
from accounts.models import Erasure, Member
from accounts.queries import as_member
from accounts.states import COOLING_OFF_DAYS, ERASURE_DEADLINE_DAYS, OPEN_ERASURES, ErasureState
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import NotFound
from outbox.facts import record

UNCONFIRMED = timedelta(days=1)


@transaction.atomic
def request_erasure(*, actor: Actor, now: datetime) -> Erasure:
    """The wish to leave. Nothing happens before it is confirmed. Repeating gives the same request.

    Raises: NeedsSignIn, MayNotLeaveYet (says what has to be settled first).
    """
    member = as_member(actor)
    allow(actor, "accounts.request-erasure", member)
    _check_obstacles(member)
    mine = Erasure.objects.filter(member=member, state__in=OPEN_ERASURES)
    former = mine.first()
    if former is not None:
        return former
    due_at = now + timedelta(days=ERASURE_DEADLINE_DAYS)
    try:
        with transaction.atomic():
            return Erasure.objects.create(member=member, requested_at=now, due_at=due_at)
    except IntegrityError:  # erasure_one_open_per_member
        return mine.get()


@transaction.atomic
def confirm_erasure(*, actor: Actor, now: datetime) -> Erasure:
    """Start the days in which it can be taken back. Repeating changes nothing.

    Raises: NeedsSignIn, NotFound (nothing was asked for), NeedsFreshProof, MayNotLeaveYet, Stale.
    """
    member = as_member(actor)
    allow(actor, "accounts.confirm-erasure", member)
    erasure = _open_erasure(member)
    if erasure.state != ErasureState.REQUESTED:
        return erasure
    _check_obstacles(member)
    until = db_now() + timedelta(days=COOLING_OFF_DAYS)
    erasure.confirm(actor=actor, until=until)
    fact = ErasureConfirmed(member_id=member.pk, until=until.isoformat(), occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")
    return erasure


@transaction.atomic
def withdraw_erasure(*, actor: Actor, now: datetime) -> None:
    """Stay after all. Repeating changes nothing. Raises: NeedsSignIn, TooLateToStay, Stale."""
    member = as_member(actor)
    allow(actor, "accounts.withdraw-erasure", member)
    erasure = Erasure.objects.filter(member=member, state__in=OPEN_ERASURES).first()
    if erasure is None:
        return
    if not erasure.may_move(ErasureState.WITHDRAWN):
        raise errors.TooLateToStay
    erasure.withdraw(actor=actor, now=now)
    fact = ErasureWithdrawn(member_id=member.pk, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")


@transaction.atomic
def bring_forward_erasure(*, actor: Actor, erasure_id: int, reason: str, now: datetime) -> Erasure:
    """The desk carries out at once what its member asked not to wait for. Repeating changes nothing.

    Raises: NotAllowed, NotFound, ReasonNeeded, IllegalMove (not confirmed, or taken back).
    """
    allow(actor, "accounts.bring-forward-erasure")
    erasure = Erasure.objects.filter(pk=erasure_id).first()
    if erasure is None:
        raise NotFound
    if erasure.state in (ErasureState.RUNNING, ErasureState.WAITING, ErasureState.FINISHED):
        return erasure
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    _check_obstacles(erasure.member)
    erasure.run(actor=actor, now=now, why=reason.strip()[:300])
    return erasure


def drop_unconfirmed(*, now: datetime) -> int:
    """Requests that nobody confirmed within a day end by themselves; returns how many."""
    old = Erasure.objects.filter(state=ErasureState.REQUESTED, requested_at__lte=now - UNCONFIRMED)
    done = 0
    for erasure in old.order_by("pk")[:100]:
        with transaction.atomic():
            erasure.withdraw(actor=SYSTEM, now=now, why="not-confirmed")
            done += 1
    return done


def _check_obstacles(member: Member) -> None:
    found = obstacles_of(member.pk)
    if found:
        raise errors.MayNotLeaveYet(why=" ".join(found))


def _open_erasure(member: Member) -> Erasure:
    erasure = Erasure.objects.filter(member=member, state__in=OPEN_ERASURES).first()
    if erasure is None:
        raise NotFound
    return erasure
