"""Questions about certifications and cases. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from common.access import Actor
from common.crypto import KeyShredded
from trust import rules
from trust.models import Case, Certification, Conflict, Decision, LegalNameClaim, ReviewTask
from trust.states import (
    APPEAL_DAYS,
    LIVE_CERTIFICATION_STATES,
    LIVE_TASK_STATES,
    OPEN_CASE_STATES,
    RENEWAL_DAYS,
    WAITING_CASE_STATES,
    CaseKind,
    CaseState,
    CertificationState,
    ReasonCode,
    Stage,
)


def held_certifications(member_ids: Iterable[int]) -> dict[int, set[str]]:
    """{member id: kinds that are active}, one entry per id asked for. One statement however many."""
    ids = list(member_ids)
    held: dict[int, set[str]] = {member_id: set() for member_id in ids}
    active = Certification.objects.filter(member_id__in=ids, state=CertificationState.ACTIVE)
    for member_id, kind in active.values_list("member_id", "kind"):
        held[member_id].add(kind)
    return held


def certified_since(member_id: int) -> dict[str, datetime]:
    """{kind that is active: when the member first had it}. One statement."""
    mine = Certification.objects.filter(member_id=member_id).order_by("granted_at")
    since: dict[str, datetime] = {}
    active = set()
    for kind, state, granted_at in mine.values_list("kind", "state", "granted_at"):
        since.setdefault(kind, granted_at)
        if state == CertificationState.ACTIVE:
            active.add(kind)
    return {kind: at for kind, at in since.items() if kind in active}


def may_renew(member_id: int, kind: str, *, now: datetime) -> bool:
    """Whether the live certification ends soon, or is suspended. One statement."""
    live = Certification.objects.filter(
        member_id=member_id, kind=kind, state__in=LIVE_CERTIFICATION_STATES
    ).first()
    if live is None:
        return False
    if live.state == CertificationState.SUSPENDED:
        return True
    return live.expires_at is not None and live.expires_at <= now + timedelta(days=RENEWAL_DAYS)


def live_certification(member_id: int, kind: str) -> Certification | None:
    """Active or suspended. One statement."""
    return Certification.objects.filter(
        member_id=member_id, kind=kind, state__in=LIVE_CERTIFICATION_STATES
    ).first()


def current_case(member_id: int, kind: str = CaseKind.REAL_NAME) -> Case | None:
    """The member's newest case, whatever its state. One statement."""
    return Case.objects.filter(member_id=member_id, kind=kind).order_by("-pk").first()


def find_case_id(public_id: str) -> int:
    """0 (no case) for an unknown one: the operation then refuses as for any stranger's. One statement."""
    return Case.objects.filter(public_id=public_id).values_list("pk", flat=True).first() or 0


def find_certification_id(public_id: str) -> int:
    """0 (none) for an unknown one, as for cases. One statement."""
    return Certification.objects.filter(public_id=public_id).values_list("pk", flat=True).first() or 0


def certifications(*, state: str = "", member: str = "") -> QuerySet[Certification]:
    """With their members; of one state and of one member (public id), where these are given."""
    rows = Certification.objects.select_related("member")
    if state:
        rows = rows.filter(state=state)
    return rows.filter(member__public_id=member) if member else rows


def open_case(member_id: int, kind: str = CaseKind.REAL_NAME) -> Case | None:
    """One statement."""
    return Case.objects.filter(member_id=member_id, kind=kind, state__in=OPEN_CASE_STATES).first()


def live_task(case_id: int) -> ReviewTask | None:
    """One statement."""
    return ReviewTask.objects.filter(case_id=case_id, state__in=LIVE_TASK_STATES).first()


def are_in_conflict(member_a: int, member_b: int | None) -> bool:
    """One statement."""
    if member_b is None:
        return False
    low, high = rules.pair(member_a, member_b)
    return Conflict.objects.filter(low_id=low, high_id=high).exists()


def has_decided_this_round(case: Case, task: ReviewTask, reviewer_id: int | None) -> bool:
    """In another task: a word on this one makes it decided, not its reviewer unfit. One statement."""
    earlier = case.decisions.filter(round=case.round, reviewer_id=reviewer_id)
    return earlier.exclude(task_id=task.pk).exists()


def has_touched(case: Case, reviewer_id: int | None) -> bool:
    """Whether the certifier ever decided on or held the case. One statement."""
    return (
        ReviewTask.objects.filter(case_id=case.pk, holder_id=reviewer_id).exclude(stage=Stage.APPEAL).exists()
        or case.decisions.filter(reviewer_id=reviewer_id).exists()
    )


def is_identity_seen_elsewhere(member_id: int, identity_index: str) -> bool:
    """Whether another account's open or approved case stands on the same number. One statement."""
    states = [*OPEN_CASE_STATES, CaseState.APPROVED]
    others = LegalNameClaim.objects.filter(identity_index=identity_index, case__state__in=states)
    return others.exclude(case__member_id=member_id).exists()


class OnDesk(Func):
    """Whether a state stands on the desk, in the letters of the index ``case_queue``: SQLite uses a partial
    index for a condition that it can read, not for one with parameters.
    """

    template = f"%(expressions)s IN ({', '.join(repr(str(state)) for state in WAITING_CASE_STATES)})"
    output_field = BooleanField()


def waiting_cases(actor: Actor) -> QuerySet[Case]:
    """The desk's queue for this certifier: oldest due first; own cases and conflicts left out."""
    return free_for(actor, Case.objects.all()).order_by("due_at", "pk")


def free_for(actor: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these, the ones that wait and that this certifier may judge."""
    reviewer_id = actor.pk or 0
    in_conflict = Conflict.objects.filter(
        Q(low_id=OuterRef("member_id"), high_id=reviewer_id)
        | Q(high_id=OuterRef("member_id"), low_id=reviewer_id)
    )
    mine = Decision.objects.filter(case_id=OuterRef("pk"), reviewer_id=reviewer_id)
    waiting = cases.filter(OnDesk(F("state")))
    free = waiting.exclude(member_id=reviewer_id).exclude(Exists(in_conflict))
    # A second look and an appeal are for somebody else.
    free = free.exclude(Exists(mine.filter(round=OuterRef("round"))))
    held = ReviewTask.objects.filter(case_id=OuterRef("pk"), holder_id=reviewer_id)
    touched = Q(Exists(mine)) | Q(Exists(held.exclude(stage=Stage.APPEAL)))
    return free.exclude(Q(state=CaseState.APPEALED) & touched)


@dataclass(frozen=True, kw_only=True)
class OwnCase:
    """A member's own view of their application."""

    public_id: str
    kind: str
    state: str
    round: int
    submitted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    expected_at: datetime | None
    reasons: list[ReasonCode]
    may_send: bool
    may_withdraw: bool
    appeal_until: datetime | None


def own_case(member_id: int, kind: str = CaseKind.REAL_NAME) -> OwnCase | None:
    """The newest case as its member sees it; None before the first. Two statements."""
    case = current_case(member_id, kind)
    if case is None:
        return None
    decision = case.decisions.order_by("-pk").first() if case.decided_at else None
    reasons = [ReasonCode(code) for code in decision.reasons] if decision else []
    ended = case.state in {CaseState.REJECTED, CaseState.UPHELD}
    rejected_for_good = ended and rules.is_final(reasons)
    may_start = (ended or case.state == CaseState.WITHDRAWN) and not rejected_for_good
    return OwnCase(
        public_id=case.public_id,
        kind=case.kind,
        state=case.state,
        round=case.round,
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        expected_at=case.expected_at,
        decided_at=case.decided_at,
        reasons=reasons,
        may_send=may_start or case.state in {CaseState.RESUBMISSION_REQUESTED, CaseState.DRAFT},
        may_withdraw=case.may_move(CaseState.WITHDRAWN),
        appeal_until=case.decided_at + timedelta(days=APPEAL_DAYS)
        if case.state == CaseState.REJECTED and case.decided_at
        else None,
    )


@dataclass(frozen=True, kw_only=True)
class ActiveCertification:
    public_id: str
    kind: str
    method: str
    granted_at: datetime
    masked_name: str
    legal_name: str = field(repr=False)


def own_certification(member_id: int, kind: str = CaseKind.REAL_NAME) -> ActiveCertification | None:
    """The member's active certification, with the name it stands for. One statement."""
    row = (
        Certification.objects.filter(member_id=member_id, kind=kind, state=CertificationState.ACTIVE)
        .select_related("case", "case__member__data_key")
        .first()
    )
    if row is None:
        return None
    name = legal_name_of(row.case)
    return ActiveCertification(
        public_id=row.public_id,
        kind=row.kind,
        method=row.get_method_display(),
        granted_at=row.granted_at,
        legal_name=name,
        masked_name=rules.mask_legal_name(name) if name else "",
    )


def claim_of(case: Case) -> LegalNameClaim | None:
    """The claim of the case's present round. One statement."""
    return LegalNameClaim.objects.filter(case_id=case.pk, round=case.round).first()


def name_place(case: Case, round_: int) -> str:
    """What a sealed name is bound to (``aad``)."""
    return f"claim:{case.public_id}:{round_}"


def legal_name_of(case: Case) -> str:
    """Decrypted, for its owner or the leased certifier; '' once shredded. The caller has a purpose."""
    claim = claim_of(case)
    return name_in(claim, case) if claim is not None else ""


def name_in(claim: LegalNameClaim, case: Case | None = None) -> str:
    """The name that one round's claim declares, decrypted; '' once shredded."""
    case = case or claim.case
    if case.member.data_key is None or not claim.name_sealed:
        return ""
    try:
        return case.member.data_key.decrypt(claim.name_sealed, aad=name_place(case, claim.round))
    except KeyShredded:
        return ""
