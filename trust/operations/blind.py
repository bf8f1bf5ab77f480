"""Blind second looks: some decided cases are judged again by somebody who doesn't know the decision.

They change nothing about the case; they measure how far certifiers agree.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import NotFound
from outbox.audit import note
from trust import desk_queries, errors, queries, rules
from trust.models import BlindLook, Case
from trust.states import CaseKind, CaseState, Outcome

_WINDOW = timedelta(days=3)


@transaction.atomic
def sample_blind_looks(*, now: datetime) -> int:
    """Choose among recently decided cases, by a keyed number that nobody can foresee; returns how many."""
    done = 0
    for kind in CaseKind.values:
        percent = desk_queries.policy_for(kind).blind_percent
        recent = Case.objects.filter(
            kind=kind,
            state__in=[CaseState.APPROVED, CaseState.REJECTED],
            decided_at__gte=now - _WINDOW,
            blind_look__isnull=True,
        )
        chosen = [case for case in recent.order_by("pk")[:1000] if is_sampled(case.public_id, percent)]
        BlindLook.objects.bulk_create(
            [BlindLook(case=case, created_at=now) for case in chosen], ignore_conflicts=True
        )
        done += len(chosen)
    return done


def is_sampled(public_id: str, percent: int) -> bool:
    return int(blind_index(public_id, purpose="blind-look")[:8], 16) % 100 < percent


@transaction.atomic
def give_blind_opinion(*, actor: Actor, case_id: int, outcome: str, now: datetime) -> BlindLook:
    """What another certifier would have decided, once.

    Raises: NotFound, UnknownOutcome, TouchedBefore, OwnCase, ConflictOfInterest, AlreadyDecided.
    """
    allow(actor, "trust.look-blind")
    look = BlindLook.objects.select_related("case").filter(case_id=case_id).first()
    if look is None:
        raise NotFound
    if outcome not in (Outcome.APPROVE, Outcome.REJECT):
        raise errors.UnknownOutcome(field="outcome")
    check_may_look(actor, look.case)
    mine = BlindLook.objects.filter(pk=look.pk, outcome="")
    if mine.update(outcome=outcome, reviewer=as_member(actor), looked_at=now) != 1:
        raise errors.AlreadyDecided
    note(actor, verb="blind-look", kind="trust.case", key=look.case.public_id)
    look.refresh_from_db()
    return look


def check_may_look(actor: Actor, case: Case) -> None:
    """Raises: TouchedBefore, OwnCase, ConflictOfInterest."""
    rules.check_may_review(
        applicant_id=case.member_id,
        reviewer_id=actor.pk,
        in_conflict=queries.are_in_conflict(case.member_id, actor.pk),
    )
    if queries.has_touched(case, actor.pk):
        raise errors.TouchedBefore
