"""News into work."""

from accounts.facts import ConsentWithdrawn
from accounts.notifications import tell
from outbox.facts import on
from outbox.jobs import Work
from trust import notification_kinds as kinds
from trust import tasks
from trust.facts import (
    CaseRejected,
    CertificationApproved,
    EvidenceAvailable,
    EvidenceReceived,
    ResubmissionRequested,
)
from trust.notices import PROFESSIONAL, PURPOSE
from trust.providers import ocr


@on(ConsentWithdrawn)
def stop_verifying(fact: ConsentWithdrawn) -> Work | None:
    if fact.purpose not in (PURPOSE, PROFESSIONAL.key):
        return None
    return tasks.stop_verifying.work(member_id=fact.member_id, purpose=fact.purpose)


@on(CertificationApproved)
def tell_of_approval(fact: CertificationApproved) -> Work:
    about = f"certification:{fact.certification_id}"
    return tell(kinds.APPROVED, fact.member_id, about=about, since=fact.occurred_at)


@on(CaseRejected)
def tell_of_rejection(fact: CaseRejected) -> Work:
    return tell(kinds.REJECTED, fact.member_id, about=f"case:{fact.case_id}", since=fact.occurred_at)


@on(ResubmissionRequested)
def tell_what_is_needed(fact: ResubmissionRequested) -> Work:
    return tell(kinds.MORE_NEEDED, fact.member_id, about=f"case:{fact.case_id}", since=fact.occurred_at)


@on(EvidenceReceived)
def sanitise(fact: EvidenceReceived) -> Work:
    return tasks.sanitise_evidence.work(evidence_id=fact.evidence_id)


@on(EvidenceAvailable)
def read(fact: EvidenceAvailable) -> Work | None:
    """Without a machine that reads, the certifier does."""
    return tasks.read_evidence.work(evidence_id=fact.evidence_id) if ocr.is_available() else None
