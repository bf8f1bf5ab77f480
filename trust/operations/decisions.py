"""The certifier's word. Exactly one per task, whoever else decides at the same time."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.queries import as_member
from common.access import Actor
from common.errors import IllegalMove, Stale
from outbox.facts import Fact, record
from trust import agreement_queries, errors, facts, queries, rules
from trust.models import Appeal, Case, Decision, ReviewTask
from trust.operations.certifications import certify
from trust.operations.register import drop_question
from trust.operations.retention import let_go_decided
from trust.operations.review import case_for, check_eyes, check_held, open_task
from trust.states import DECIDED_CASE_STATES, CaseState, Outcome, ReasonCode, Stage, WhyTwo

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

    The decision is a row for ever; approving brings the certification into being in the same commit. Where
    two people must agree, the first word sends the case to a second certifier; two different words send it
    back to the queue for a third. Two must agree by the policy, on pictures of an ID, on a final no, and
    while blind second looks agree too seldom with the actor or in such cases. ``note`` is for colleagues
    and is encrypted. Of two decisions at once one counts, the other is told.

    Raises: NotFound, OwnCase, ConflictOfInterest, SameReviewer, TouchedBefore, UnknownOutcome, ReasonNeeded,
    AlreadyDecided, LeaseNeeded, IdentityInUse.
    """
    verdict, known = rules.clean_decision(outcome, reasons or [])
    turn = queries.live_task(case_id)  # before the case: who reads an ended turn then reads the decision too
    case = case_for("trust.decide-case", actor, case_id)
    if case.state in DECIDED_CASE_STATES:
        raise errors.AlreadyDecided
    task = check_held(turn, actor)
    check_eyes(case, task, actor)
    if task.stage == Stage.APPEAL:
        verdict = _of_appeal(verdict)
    because = _why_not_enough(case, task, verdict, known, actor=actor, now=now)
    _move(case, task, verdict, known, because=because, actor=actor, now=now)
    try:
        task.decide(actor=actor)
    except Stale as error:
        raise errors.AlreadyDecided from error
    decision = _write(case, task, verdict, known, note=note, actor=actor, now=now)
    if because:
        open_task(case, stage=Stage.SECOND, because=because, now=now)
        return decision
    _settle(case, task, verdict, actor=actor, now=now)
    return decision


def _of_appeal(verdict: Outcome) -> Outcome:
    """An appeal is granted or not: there is no way back to the member."""
    if verdict == Outcome.RESUBMIT:
        raise errors.UnknownOutcome(field="outcome")
    return verdict


def _why_not_enough(
    case: Case, task: ReviewTask, verdict: Outcome, reasons: list[ReasonCode], *, actor: Actor, now: datetime
) -> WhyTwo | None:
    """None where enough people of this round say the same, this word included; else why one more must."""
    if task.stage == Stage.APPEAL:
        return None
    if case.state == CaseState.SECOND_REVIEW:
        is_same = case.decisions.filter(round=case.round, outcome=verdict).exists()
        return None if is_same and verdict != Outcome.RESUBMIT else WhyTwo.DIFFER
    if verdict == Outcome.RESUBMIT:
        return None
    earlier = case.decisions.filter(round=case.round)
    if earlier.filter(outcome=verdict).exists():
        return None
    standing = [one.why for one in agreement_queries.why_two(case, reviewer_id=actor.pk, now=now)]
    why = rules.why_two(verdict, reasons, standing=standing)
    return why[0] if why else None


def _move(
    case: Case,
    task: ReviewTask,
    verdict: Outcome,
    reasons: list[ReasonCode],
    *,
    because: WhyTwo | None,
    actor: Actor,
    now: datetime,
) -> None:
    """The compare-and-set that lets one of two decisions through."""
    why = ",".join(reasons)
    try:
        if because and case.state == CaseState.SECOND_REVIEW:
            case.queue(actor=actor, why="two certifiers differ")
        elif because:
            case.ask_second(actor=actor, why=because)
        elif verdict == Outcome.APPROVE:
            case.approve(actor=actor, now=now)
        elif verdict == Outcome.RESUBMIT:
            case.request_resubmission(actor=actor, now=now, why=why)
        elif task.stage == Stage.APPEAL:
            case.uphold(actor=actor, now=now, why=why)
        else:
            case.reject(actor=actor, now=now, why=why)
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
    decision = Decision(
        case=case,
        round=case.round,
        task=task,
        stage=task.stage,
        reviewer=as_member(actor),
        outcome=verdict,
        reasons=[str(code) for code in reasons],
        note_sealed=key.encrypt(text, aad=f"decision:{task.public_id}") if key and text else "",
        decided_at=now,
    )
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:  # decision_one_per_round_and_reviewer, or the task's own
        raise errors.SameReviewer from error
    return decision


def _settle(case: Case, task: ReviewTask, verdict: Outcome, *, actor: Actor, now: datetime) -> None:
    """What follows from the last word, in its commit: certification, documents' end, news."""
    fact = certify(case, actor=actor, now=now) if verdict == Outcome.APPROVE else _news(case, now)
    drop_question(case, why="decided", actor=actor, now=now)
    if verdict != Outcome.RESUBMIT:
        let_go_decided(case, is_approved=verdict == Outcome.APPROVE, actor=actor, now=now)
    if task.stage == Stage.APPEAL:
        Appeal.objects.filter(case=case).update(decided_at=now)
    record(fact, subject=f"case:{case.public_id}")


def _news(case: Case, now: datetime) -> Fact:
    kinds: dict[str, type[facts.CaseRejected | facts.ResubmissionRequested | facts.AppealUpheld]] = {
        CaseState.REJECTED: facts.CaseRejected,
        CaseState.UPHELD: facts.AppealUpheld,
    }
    kind = kinds.get(case.state, facts.ResubmissionRequested)
    return kind(member_id=case.member_id, kind=case.kind, case_id=case.pk, occurred_at=now.isoformat())
