"""Questions about evidence: what a case has, who looked at it, what was read from it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet

from common.crypto import CannotDecrypt, KeyShredded, blind_index
from common.models import DataKey
from trust.evidence_kinds import KINDS, EvidenceRules
from trust.evidence_states import (
    LIVE_EVIDENCE_STATES,
    SEEN_EVIDENCE_STATES,
    EvidenceKind,
    EvidenceState,
)
from trust.models import AccessEntry, Appeal, Case, Employment, EmploymentClaim, Evidence
from trust.rules import Job


class Owner(Protocol):
    """A member, as far as their sealed words go: accounts' models stay in accounts."""

    @property
    def pk(self) -> int: ...

    @property
    def data_key(self) -> DataKey | None: ...


def job_place(member_id: int) -> str:
    """What a sealed employment is bound to (``aad``)."""
    return f"employment:{member_id}"


def job_print(job: Job, member_id: int) -> str:
    """Keyed, and different for each member: tells only whether this member's job is still the same."""
    return blind_index(f"{member_id}\x1f{job.plain}", purpose="employment")


def open_job(member: Owner, sealed: str) -> Job | None:
    """None once the member's key is gone."""
    if member.data_key is None:
        return None
    try:
        return Job(**json.loads(member.data_key.decrypt(sealed, aad=job_place(member.pk))))
    except (KeyShredded, CannotDecrypt):
        return None


def current_employment(member: Owner) -> Job | None:
    """Where the member says they work now. One statement, and one for the key."""
    row = Employment.objects.filter(member_id=member.pk).first()
    return open_job(member, row.sealed) if row else None


def employment_print(member_id: int) -> str:
    """'' before the first. One statement."""
    return Employment.objects.filter(member_id=member_id).values_list("print", flat=True).first() or ""


def employment_claim(case: Case) -> EmploymentClaim | None:
    """Of the case's present round. One statement."""
    return EmploymentClaim.objects.filter(case_id=case.pk, round=case.round).first()


def details_place(evidence: Evidence) -> str:
    return f"evidence:{evidence.public_id}"


def details_of(member: Owner, evidence: Evidence) -> dict[str, str]:
    return _opened(member, evidence, evidence.details_sealed)


def read_of(member: Owner, evidence: Evidence) -> dict[str, str]:
    """{field: what a machine read}; empty when nothing was read."""
    return _opened(member, evidence, evidence.read_sealed)


def _opened(member: Owner, evidence: Evidence, sealed: str) -> dict[str, str]:
    if not sealed or member.data_key is None:
        return {}
    try:
        found: dict[str, str] = json.loads(member.data_key.decrypt(sealed, aad=details_place(evidence)))
    except (KeyShredded, CannotDecrypt):
        return {}
    return found


def live_evidence(case_id: int) -> QuerySet[Evidence]:
    """What counts for the case, oldest first."""
    return Evidence.objects.filter(case_id=case_id, state__in=LIVE_EVIDENCE_STATES).order_by("pk")


def seen_evidence(case_id: int) -> list[Evidence]:
    """What a certifier may look at, oldest first. Two statements."""
    rows = Evidence.objects.filter(case_id=case_id, round__gt=0, state__in=SEEN_EVIDENCE_STATES)
    return list(rows.prefetch_related("contradictions").order_by("pk"))


def appeal_text(case: Case) -> str:
    """The member's words, decrypted for the leased certifier; '' without an appeal. One statement."""
    row = Appeal.objects.filter(case_id=case.pk).first()
    if row is None or case.member.data_key is None:
        return ""
    try:
        return case.member.data_key.decrypt(row.text_sealed, aad=appeal_place(case))
    except (KeyShredded, CannotDecrypt):
        return ""


def appeal_place(case: Case) -> str:
    return f"appeal:{case.public_id}"


def kinds_of(evidence: Iterable[Evidence]) -> set[str]:
    return {one.kind for one in evidence}


def submitted_kinds(case_id: int) -> set[str]:
    """Kinds of all that was sent in for the case and could be looked at. One statement."""
    rows = Evidence.objects.filter(case_id=case_id, round__gt=0).exclude(state=EvidenceState.REFUSED)
    return set(rows.values_list("kind", flat=True))


def is_seen_elsewhere(evidence: Evidence, member_id: int) -> bool:
    """Whether the very same file came from another account. One statement."""
    if not evidence.same_as:
        return False
    return Evidence.objects.filter(same_as=evidence.same_as).exclude(case__member_id=member_id).exists()


@dataclass(frozen=True, kw_only=True)
class OwnEvidence:
    """A member's own view of one proof."""

    public_id: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    note: str
    received_at: datetime
    retain_until: datetime | None
    policy_days: tuple[int, int]
    receipt: str
    may_remove: bool
    may_open: bool
    contradictions: list[str] = field(default_factory=list)

    @property
    def is_pending(self) -> bool:
        return self.state in {EvidenceState.RECEIVED, EvidenceState.QUARANTINED, EvidenceState.SANITISED}


def own_evidence(case: Case) -> list[OwnEvidence]:
    """Everything the member sent in for the case, oldest first, with what was noticed. Two statements."""
    rows = Evidence.objects.filter(case_id=case.pk).select_related("file").order_by("pk")
    return [_own(row) for row in rows.prefetch_related("contradictions")]


def _own(row: Evidence) -> OwnEvidence:
    rules = rules_of(row)
    return OwnEvidence(
        public_id=row.public_id,
        kind=row.kind,
        kind_label=str(EvidenceKind(row.kind).label),
        state=row.state,
        state_label=str(EvidenceState(row.state).label),
        note=_refusal(row),
        received_at=row.received_at,
        retain_until=row.retain_until,
        policy_days=(rules.retention_approved_days, rules.retention_rejected_days),
        receipt=row.receipt,
        may_remove=row.round == 0 and row.state not in {EvidenceState.SEALED, EvidenceState.SHREDDED},
        may_open=row.file_id is not None and row.state in {EvidenceState.AVAILABLE, EvidenceState.SEALED},
        contradictions=[code_label(one.code) for one in row.contradictions.all() if one.is_flag],
    )


def _refusal(row: Evidence) -> str:
    from common.images.sanitiser import REFUSALS

    if row.state != EvidenceState.REFUSED or row.file is None:
        return ""
    return str(REFUSALS.get(row.file.refusal, ""))


def code_label(code: str) -> str:
    from trust.states import CheckCode

    return str(CheckCode(code).label) if code in CheckCode.values else code


def rules_of(row: Evidence) -> EvidenceRules:
    return KINDS[EvidenceKind(row.kind)]


def find_evidence(public_id: str) -> Evidence | None:
    """One statement."""
    rows = Evidence.objects.select_related("case__member__data_key", "file__key")
    return rows.filter(public_id=public_id).first()


def file_id_of(evidence_id: int) -> int | None:
    """One statement."""
    return Evidence.objects.filter(pk=evidence_id).values_list("file_id", flat=True).first()


def access_log(member_id: int) -> QuerySet[AccessEntry]:
    """Every time somebody opened one of the member's documents, newest first."""
    rows = AccessEntry.objects.filter(evidence__case__member_id=member_id)
    return rows.select_related("evidence").order_by("-pk")
