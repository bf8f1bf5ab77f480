"""How long documents stay, and how they go: sealed with the decision, shredded when their time is over."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from common.access import SYSTEM, Actor
from common.errors import Stale
from common.files.keeping import shred_file
from outbox.facts import record
from trust import facts
from trust.evidence_queries import rules_of
from trust.evidence_states import LIVE_EVIDENCE_STATES, EvidenceState
from trust.models import Case, Evidence
from trust.states import DRAFT_DAYS, CaseState

logger = logging.getLogger(__name__)


def let_go(case: Case, *, policy: str, days: int, actor: Actor, now: datetime) -> None:
    """Seal all that was sent in for the case, to be shredded after ``days``. In the caller's transaction."""
    for one in Evidence.objects.filter(case_id=case.pk, state__in=LIVE_EVIDENCE_STATES).order_by("pk"):
        one.seal(actor=actor, retain_until=now + timedelta(days=days), policy=policy)


def let_go_decided(case: Case, *, is_approved: bool, actor: Actor, now: datetime) -> None:
    """As ``let_go``, each kind for as long as its rules say; what an earlier word sealed follows the last."""
    states = [*LIVE_EVIDENCE_STATES, EvidenceState.SEALED]
    for one in Evidence.objects.filter(case_id=case.pk, state__in=states).order_by("pk"):
        rules = rules_of(one)
        days = rules.retention_approved_days if is_approved else rules.retention_rejected_days
        policy = f"{'approved' if is_approved else 'rejected'}+{days}d"
        until = now + timedelta(days=days)
        if one.state == EvidenceState.SEALED:
            sealed = Evidence.objects.filter(pk=one.pk, state=EvidenceState.SEALED)
            sealed.update(retain_until=until, policy=policy)
        else:
            one.seal(actor=actor, retain_until=until, policy=policy)


@transaction.atomic
def shred_evidence(evidence: Evidence, *, actor: Actor, now: datetime) -> None:
    """Destroy one sealed or refused proof for good; the receipt stays with the member. Repeatable.

    Raises: Stale.
    """
    if evidence.state == EvidenceState.SHREDDED:
        return
    receipt = ""
    if evidence.file is not None:
        policy = evidence.policy or evidence.state
        receipt = shred_file(evidence.file, actor=actor, policy=policy, now=now)
    evidence.shred(actor=actor, now=now, receipt=receipt)
    fact = facts.EvidenceShredded(
        member_id=evidence.case.member_id, evidence_id=evidence.pk, occurred_at=now.isoformat()
    )
    record(fact, subject=f"evidence:{evidence.public_id}")


def shred_due(*, now: datetime, limit: int = 200) -> int:
    """Shred what is past its time, or was refused at the door; returns how many. Repeatable.

    Cases under appeal keep theirs until the appeal is decided.
    """
    over = Evidence.objects.filter(state=EvidenceState.SEALED, retain_until__lte=now) | (
        Evidence.objects.filter(state=EvidenceState.REFUSED, received_at__lte=now - timedelta(days=1))
    )
    over = over.exclude(case__state=CaseState.APPEALED).select_related("file__key", "case")
    done = 0
    for one in over.order_by("pk")[:limit]:
        try:
            shred_evidence(one, actor=SYSTEM, now=now)
        except Stale:
            continue
        done += 1
    return done


@transaction.atomic
def drop_old_drafts(*, now: datetime, limit: int = 100) -> int:
    """Applications that nobody sent in within 14 days are taken back; returns how many. Repeatable."""
    from trust.operations.cases import withdraw_case

    old = Case.objects.filter(state=CaseState.DRAFT, created_at__lt=now - timedelta(days=DRAFT_DAYS))
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:limit])
    for case_id in ids:
        withdraw_case(actor=SYSTEM, case_id=case_id, now=now)
    return len(ids)


def overdue_evidence(*, now: datetime) -> list[str]:
    """Public ids of what should have been shredded a day ago: the alarm. One statement."""
    late = Evidence.objects.filter(
        state=EvidenceState.SEALED, retain_until__lt=now - timedelta(days=1)
    ).exclude(case__state=CaseState.APPEALED)
    return list(late.values_list("public_id", flat=True)[:100])


def shred_all_of(member_id: int, *, actor: Actor, now: datetime) -> int:
    """For a member who leaves: everything at once, whatever its state; returns how many."""
    rows = Evidence.objects.filter(case__member_id=member_id).exclude(state=EvidenceState.SHREDDED)
    done = 0
    for one in rows.select_related("file__key", "case").order_by("pk"):
        with transaction.atomic():
            if one.state in LIVE_EVIDENCE_STATES:
                one.seal(actor=actor, retain_until=now, policy="erased")
            shred_evidence(one, actor=actor, now=now)
        done += 1
    return done
