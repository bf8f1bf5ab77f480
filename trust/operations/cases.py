"""A member sends a case in, again after a request, or takes it back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.operations import give_consent
from accounts.queries import as_member
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import Stale
from outbox.facts import record
from trust import desk_queries, errors, evidence_queries, facts, queries, rules
from trust.checks.resident_id import ResidentId, parse_resident_id
from trust.evidence_states import EvidenceState
from trust.models import Case, CheckResult, Evidence, LegalNameClaim, ReviewTask
from trust.notices import PURPOSE
from trust.operations.contradictions import note_declared_name
from trust.operations.register import agree_to_questions, drop_question, open_question
from trust.states import SLA_WORKING_DAYS, CaseKind, CaseState, CheckCode, TaskState
from trust.working_days import add_working_days, working_days_between


@transaction.atomic
def submit_case(
    *,
    actor: Actor,
    kind: str = CaseKind.REAL_NAME,
    legal_name: str,
    id_number: str,
    notice_hash: str | None = None,
    register_notice: str | None = None,
    phone_notice: str | None = None,
    now: datetime,
) -> Case:
    """Send a first case in, or the next round of one that was handed back; it lands in the desk's queue.

    The ID number is checked for form, turned into a keyed index and forgotten. ``notice_hash`` is the
    notice the member agreed to; callers that hold a consent already leave it out. ``register_notice``: the
    member also wants name and number compared with the register, and with ``phone_notice`` the phone; the
    number then waits for that, sealed, and goes with the answer.

    Pictures of the ID that were added before go along.

    Raises: NeedsSignIn, BadLegalName, BadIdNumber and its kinds, ConsentNeeded, RegisterOff,
    AlreadyCertified, CaseOpen, FinalDecision, PicturesNeeded, EvidenceBeingChecked.
    """
    allow(actor, "trust.submit-case")
    member = as_member(actor)
    name = rules.clean_legal_name(legal_name)
    number = parse_resident_id(id_number, today=timezone.localdate(now))
    if notice_hash is not None:
        give_consent(actor=member, purpose=PURPOSE, notice_hash=notice_hash, now=now)
    agree_to_questions(actor=member, register=register_notice, phone=phone_notice, now=now)
    case = case_to_send(member.pk, CaseKind(kind), now)
    proofs = usable_proofs(case)
    if not proofs and desk_queries.policy_for(kind).asks_pictures:
        raise errors.PicturesNeeded
    start_clock(case, actor=actor, now=now)
    take_along(case, proofs)
    claim = _write_claim(case, name, number, now)
    case.start_checks(actor=actor)
    _write_checks(case, claim, now)
    for proof in proofs:
        note_declared_name(proof, name, now=now)
    if register_notice is not None:
        open_question(case, number, with_phone=phone_notice is not None, now=now)
    put_on_desk(case, actor=actor, now=now)
    return case


def case_to_send(member_id: int, kind: CaseKind, now: datetime) -> Case:
    """The case that waits for its member, or a new draft. Inside the caller's transaction.

    Raises: AlreadyCertified, FinalDecision, CaseOpen.
    """
    last = queries.current_case(member_id, kind)
    if last is not None and last.state in {CaseState.RESUBMISSION_REQUESTED, CaseState.DRAFT}:
        return last
    if kind in queries.held_certifications([member_id])[member_id] and not queries.may_renew(
        member_id, kind, now=now
    ):
        raise errors.AlreadyCertified
    if last is not None and last.state in {CaseState.REJECTED, CaseState.UPHELD}:
        decision = last.decisions.exclude(reasons=[]).order_by("-pk").first()
        if decision is not None and rules.is_final(decision.reasons):
            raise errors.FinalDecision
    try:
        with transaction.atomic():
            return Case.objects.create(member_id=member_id, kind=kind, state=CaseState.DRAFT, created_at=now)
    except IntegrityError as error:  # case_one_open_per_member_and_kind
        raise errors.CaseOpen from error


def usable_proofs(case: Case) -> list[Evidence]:
    """All that may be sent in, oldest first. Two statements. Raises: EvidenceBeingChecked."""
    live = list(evidence_queries.live_evidence(case.pk))
    if any(one.state != EvidenceState.AVAILABLE and one.file_id for one in live):
        raise errors.EvidenceBeingChecked
    return [one for one in live if one.state == EvidenceState.AVAILABLE]


def take_along(case: Case, proofs: list[Evidence]) -> None:
    """What was not sent in yet goes with the case's present round."""
    Evidence.objects.filter(pk__in=[one.pk for one in proofs], round=0).update(round=case.round)


def start_clock(case: Case, *, actor: Actor, now: datetime) -> None:
    """Send in, with the day by which the member hears and the forecast. Raises: CaseOpen.

    The clock stood still while the case waited for its member: what was left of the promise then, at least
    one working day, starts now.
    """
    local = timezone.localtime(now)
    calendar = desk_queries.working_calendar(local.date())
    days = SLA_WORKING_DAYS
    if case.clock_stopped_at and case.due_at:
        stopped, due = timezone.localtime(case.clock_stopped_at), timezone.localtime(case.due_at)
        days = max(1, working_days_between(stopped, due, calendar))
    due_at = add_working_days(local, days, calendar)
    usual = min(days, desk_queries.usual_working_days(case.kind, calendar))
    expected_at = add_working_days(local, usual, calendar)
    try:
        case.submit(actor=actor, now=now, due_at=due_at, expected_at=expected_at)
    except Stale as error:
        raise errors.CaseOpen from error


def put_on_desk(case: Case, *, actor: Actor, now: datetime) -> None:
    """Checks are done: the case waits with an open task, and the news is told."""
    case.queue(actor=actor)
    ReviewTask.objects.create(case=case, round=case.round, state=TaskState.OPEN, created_at=now)
    fact = facts.CaseSubmitted(
        member_id=case.member_id, kind=case.kind, case_id=case.pk, occurred_at=now.isoformat()
    )
    record(fact, subject=f"case:{case.public_id}")


def _write_claim(case: Case, name: str, number: ResidentId, now: datetime) -> LegalNameClaim:
    key = case.member.data_key
    if key is None:
        raise errors.MemberWithoutKey
    return LegalNameClaim.objects.create(
        case=case,
        round=case.round,
        name_sealed=key.encrypt(name, aad=queries.name_place(case, case.round)),
        identity_index=blind_index(number.number, purpose="resident-id"),
        id_kind=number.kind,
        region=number.region,
        is_adult=number.is_adult(timezone.localdate(now)),
        created_at=now,
    )


def _write_checks(case: Case, claim: LegalNameClaim, now: datetime) -> None:
    found = {CheckCode.NUMBER_WELL_FORMED: False}
    if not claim.is_adult:
        found[CheckCode.NOT_ADULT] = True
    if queries.is_identity_seen_elsewhere(case.member_id, claim.identity_index):
        found[CheckCode.IDENTITY_SEEN] = True
    write_checks(case, found, now)


def write_checks(case: Case, found: dict[CheckCode, bool], now: datetime) -> None:
    """``found``: {code: whether it is a flag}, for the case's present round."""
    CheckResult.objects.bulk_create(
        CheckResult(case=case, round=case.round, code=code, is_flag=is_flag, at=now)
        for code, is_flag in found.items()
    )


@transaction.atomic
def withdraw_case(*, actor: Actor, case_id: int, now: datetime) -> Case:
    """Take a case back before it is decided; its documents are destroyed. Repeating changes nothing.

    Raises: NotFound (somebody else's), AlreadyDecided, Stale.
    """
    from trust.operations.retention import let_go

    case = Case.objects.filter(pk=case_id).first()
    allow(actor, "trust.withdraw-case", case)
    assert case is not None  # noqa: S101 - allow refuses None
    if case.state == CaseState.WITHDRAWN:
        return case
    if not case.may_move(CaseState.WITHDRAWN):
        raise errors.AlreadyDecided
    try:
        case.withdraw(actor=actor)
    except Stale as error:  # a certifier took, gave back or decided it this very moment
        case.refresh_from_db()
        if case.may_move(CaseState.WITHDRAWN):
            raise
        raise errors.AlreadyDecided from error
    task = queries.live_task(case.pk)
    if task is not None:
        task.release(actor=actor, why="case withdrawn")
    drop_question(case, why="case withdrawn", actor=actor, now=now)
    let_go(case, policy="withdrawn", days=0, actor=actor, now=now)
    fact = facts.CaseWithdrawn(
        member_id=case.member_id, kind=case.kind, case_id=case.pk, occurred_at=now.isoformat()
    )
    record(fact, subject=f"case:{case.public_id}")
    return case
