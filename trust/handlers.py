"""News into work."""

from accounts.facts import ConsentWithdrawn
from accounts.notifications import tell
from outbox.facts import on
from outbox.jobs import Work
from trust import notification_kinds as kinds
from trust import tasks
from trust.facts import CaseRejected, CertificationApproved, ResubmissionRequested
from trust.notices import PURPOSE


@on(ConsentWithdrawn)
def stop_verifying(fact: ConsentWithdrawn) -> Work | None:
    if fact.purpose != PURPOSE:
        return None
    return tasks.stop_verifying.work(member_id=fact.member_id)


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
