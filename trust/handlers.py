"""News into work."""

from accounts.facts import ConsentWithdrawn
from accounts.notifications import tell
from outbox.facts import on
from outbox.jobs import Work
from trust import notification_kinds as kinds
from trust import tasks, tasks_credit, tasks_linkedin, tasks_register
from trust.facts import (
    CaseRejected,
    CertificationApproved,
    CreditAuthorised,
    CreditChanged,
    CreditWithdrawn,
    EvidenceAvailable,
    EvidenceReceived,
    LinkedInAllowed,
    RegisterAsked,
    ResubmissionRequested,
)
from trust.notices import CREDIT, LINKEDIN, PHONE, PROFESSIONAL, PURPOSE, REGISTER
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


@on(ConsentWithdrawn)
def drop_credit(fact: ConsentWithdrawn) -> Work | None:
    return tasks_credit.drop_credit.work(member_id=fact.member_id) if fact.purpose == CREDIT.key else None


@on(CreditAuthorised)
def fetch_credit(fact: CreditAuthorised) -> Work:
    return tasks_credit.fetch_credit.work(attestation_id=fact.attestation_id)


@on(CreditWithdrawn)
def end_credit(fact: CreditWithdrawn) -> Work:
    return tasks_credit.end_credit.work(attestation_id=fact.attestation_id)


@on(CreditChanged)
def fetch_anew(fact: CreditChanged) -> Work:
    return tasks_credit.fetch_credit.work(
        attestation_id=fact.attestation_id, dedupe=f"credit-news:{fact.event_id}"
    )


@on(RegisterAsked)
def ask_register(fact: RegisterAsked) -> Work:
    return tasks_register.ask_register.work(question_id=fact.question_id)


@on(ConsentWithdrawn)
def drop_register_answers(fact: ConsentWithdrawn) -> Work | None:
    if fact.purpose not in (REGISTER.key, PHONE.key):
        return None
    return tasks_register.drop_answers.work(member_id=fact.member_id, purpose=fact.purpose)


@on(LinkedInAllowed)
def read_linkedin(fact: LinkedInAllowed) -> Work:
    return tasks_linkedin.read_linkedin.work(check_id=fact.check_id)


@on(ConsentWithdrawn)
def drop_linkedin(fact: ConsentWithdrawn) -> Work | None:
    if fact.purpose != LINKEDIN.key:
        return None
    return tasks_linkedin.drop_linkedin.work(member_id=fact.member_id)
