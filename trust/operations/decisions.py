"""The certifier's word. Exactly one per round, whoever else decides at the same time."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.queries import as_member
from common.access import Actor
from common.errors import IllegalMove, Stale
from outbox.facts import Fact, record
from trust import errors, facts, queries, rules
from trust.models import Case, Certification, Decision, LegalNameClaim, ReviewTask
from trust.operations.review import case_for, check_held
from trust.states import (
    DECIDED_CASE_STATES,
    AssuranceMethod,
    CertificationState,
    Outcome,
    ReasonCode,
)

# Sealed, this fills the column; 1,000 Chinese characters.
_NOTE_OCTETS = 3000


@transaction.atomic
def decide_case(
    *,
    actor: Actor,
    case_id: int,
    outcome: str,
    reasons: list[str] | None = None,
    note: str = "",
    now: datetime,
) -> Decision:
    """Approve, reject or hand back the case that the actor has taken.

    The decision is a row for ever; approving brings the certification into being in the same commit.
    ``note`` is for colleagues and is encrypted. Of two decisions at once one counts, the other is told.

    Raises: NotFound, OwnCase, ConflictOfInterest, UnknownOutcome, ReasonNeeded, AlreadyDecided,
    LeaseNeeded, IdentityInUse.
    """
    verdict, known = rules.clean_decision(outcome, reasons or [])
    turn = queries.live_task(case_id)  # before the case: who reads an ended turn then reads the decision too
    case = case_for("trust.decide-case", actor, case_id)
    if case.state in DECIDED_CASE_STATES:
        raise errors.AlreadyDecided
    task = check_held(turn, actor)
    _move(case, verdict, known, actor=actor, now=now)
    try:
        task.decide(actor=actor)
    except Stale as error:
        raise errors.AlreadyDecided from error
    decision = _write(case, task, verdict, known, note=note, actor=actor, now=now)
    fact = _grant(case, now) if verdict == Outcome.APPROVE else _news(case, verdict, now)
    record(fact, subject=f"case:{case.public_id}")
    return decision


def _move(case: Case, verdict: Outcome, reasons: list[ReasonCode], *, actor: Actor, now: datetime) -> None:
    """The compare-and-set that lets one of two decisions through."""
    why = ",".join(reasons)
    try:
        if verdict == Outcome.APPROVE:
            case.approve(actor=actor, now=now)
        elif verdict == Outcome.REJECT:
            case.reject(actor=actor, now=now, why=why)
        else:
            case.request_resubmission(actor=actor, now=now, why=why)
    except (Stale, IllegalMove) as error:
        raise errors.AlreadyDecided from error


def _write(
    case: Case,
    task: ReviewTask,
    verdict: Outcome,
    reasons: list[ReasonCode],
    *,
    note: str,
    actor: Actor,
    now: datetime,
) -> Decision:
    key = case.member.data_key
    text = note.strip().encode()[:_NOTE_OCTETS].decode(errors="ignore")
    return Decision.objects.create(
        case=case,
        round=case.round,
        task=task,
        reviewer=as_member(actor),
        outcome=verdict,
        reasons=[str(code) for code in reasons],
        note_sealed=key.encrypt(text, aad=f"decision:{task.public_id}") if key and text else "",
        decided_at=now,
    )


def _grant(case: Case, now: datetime) -> Fact:
    claim = queries.claim_of(case)
    if claim is None:
        raise errors.NoTask
    certification = _certify(case, claim, now)
    return facts.CertificationApproved(
        member_id=case.member_id,
        kind=case.kind,
        certification_id=certification.pk,
        occurred_at=now.isoformat(),
    )


def _certify(case: Case, claim: LegalNameClaim, now: datetime) -> Certification:
    try:
        with transaction.atomic():
            return Certification.objects.create(
                member_id=case.member_id,
                kind=case.kind,
                state=CertificationState.ACTIVE,
                method=AssuranceMethod.DESK_DECLARED,
                case=case,
                identity_index=claim.identity_index,
                granted_at=now,
            )
    except IntegrityError as error:  # certification_one_live_per_identity
        raise errors.IdentityInUse from error


def _news(case: Case, verdict: Outcome, now: datetime) -> Fact:
    kind = facts.CaseRejected if verdict == Outcome.REJECT else facts.ResubmissionRequested
    return kind(member_id=case.member_id, kind=case.kind, case_id=case.pk, occurred_at=now.isoformat())
