"""News into work."""

from collections.abc import Mapping

from accounts.facts import ConsentWithdrawn
from accounts.notifications import tell
from outbox.facts import Fact, on
from outbox.jobs import Work
from trust import notification_kinds as kinds
from trust import tasks, tasks_credit, tasks_linkedin, tasks_register
from trust.facts import (
    AppealUpheld,
    CaseLate,
    CaseRejected,
    CertificationApproved,
    CertificationEnding,
    CertificationExpired,
    CertificationReinstated,
    CertificationRevoked,
    CertificationSuspended,
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
from trust.operations import promise
from trust.providers import ocr

OfCertification = (
    CertificationApproved
    | CertificationSuspended
    | CertificationReinstated
    | CertificationRevoked
    | CertificationExpired
    | CertificationEnding
)


@on(ConsentWithdrawn)
def stop_verifying(fact: ConsentWithdrawn) -> Work | None:
    if fact.purpose not in (PURPOSE, PROFESSIONAL.key):
        return None
    return tasks.stop_verifying.work(member_id=fact.member_id, purpose=fact.purpose)


@on(
    CertificationApproved,
    CertificationSuspended,
    CertificationReinstated,
    CertificationRevoked,
    CertificationExpired,
    CertificationEnding,
)
def tell_of_certification(fact: OfCertification) -> Work:
    about = f"certification:{fact.certification_id}"
    return tell(_CERTIFICATIONS[type(fact)], fact.member_id, about=about, since=fact.occurred_at)


_CERTIFICATIONS: Mapping[type[Fact], str] = {
    CertificationApproved: kinds.APPROVED,
    CertificationSuspended: kinds.SUSPENDED,
    CertificationReinstated: kinds.BACK,
    CertificationRevoked: kinds.ENDED,
    CertificationExpired: kinds.ENDED,
    CertificationEnding: kinds.ENDING,
}


@on(CaseRejected, AppealUpheld, ResubmissionRequested)
def tell_of_decision(fact: CaseRejected | AppealUpheld | ResubmissionRequested) -> Work:
    return tell(_DECISIONS[type(fact)], fact.member_id, about=f"case:{fact.case_id}", since=fact.occurred_at)


_DECISIONS: Mapping[type[Fact], str] = {
    CaseRejected: kinds.REJECTED,
    AppealUpheld: kinds.UPHELD,
    ResubmissionRequested: kinds.MORE_NEEDED,
}


@on(CaseLate)
def tell_of_delay(fact: CaseLate) -> Work | None:
    """The applicant hears of a broken promise from us, not from the calendar."""
    if fact.level < promise.LATE:
        return None
    return tell(kinds.LATE, fact.member_id, about=f"case:{fact.case_id}", since=fact.occurred_at)


@on(CaseLate)
def urge_desk(fact: CaseLate) -> Work:
    """One for all that came due at the same time, once per level."""
    return tasks.tell_desk.work(
        is_escalated=fact.level >= promise.ESCALATED,
        dedupe=f"tell-desk:{fact.occurred_at}:{fact.level >= promise.ESCALATED}",
    )


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
