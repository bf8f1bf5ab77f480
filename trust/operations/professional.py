"""A member sends the professional application in: the job as it is now, and all proofs, for good."""

from datetime import datetime

from django.db import transaction

from accounts.operations import give_consent
from accounts.queries import as_member
from common.access import Actor, allow
from trust import errors, evidence_queries, linkedin_queries, queries
from trust.checks.company_code import parse_company_code
from trust.evidence_kinds import independent_proofs
from trust.models import Case, Employment, EmploymentClaim, Evidence
from trust.notices import PROFESSIONAL
from trust.operations.cases import put_on_desk, start_clock, take_along, usable_proofs, write_checks
from trust.operations.evidence import is_open_for_proofs
from trust.states import CaseKind, CheckCode


@transaction.atomic
def submit_professional_case(*, actor: Actor, notice_hash: str, now: datetime) -> Case:
    """Send the application in, or again after a request. The job is written down as it is now.

    Raises: NeedsSignIn, ConsentNeeded, NameFirst, JobFirst, EvidenceNeeded, EvidenceBeingChecked, CaseOpen.
    """
    allow(actor, "trust.submit-case")
    member = as_member(actor)
    give_consent(actor=member, purpose=PROFESSIONAL.key, notice_hash=notice_hash, now=now)
    if CaseKind.REAL_NAME not in queries.held_certifications([member.pk])[member.pk]:
        raise errors.NameFirst
    employment = Employment.objects.filter(member_id=member.pk).first()
    if employment is None:
        raise errors.JobFirst
    case = queries.open_case(member.pk, CaseKind.PROFESSIONAL)
    if case is None:
        raise errors.EvidenceNeeded
    if not is_open_for_proofs(case):
        raise errors.CaseOpen
    proofs = _proofs(case)
    start_clock(case, actor=actor, now=now)
    take_along(case, proofs)
    EmploymentClaim.objects.create(
        case=case,
        round=case.round,
        sealed=employment.sealed,
        print=employment.print,
        since=employment.since,
        created_at=now,
    )
    case.start_checks(actor=actor)
    seen = linkedin_queries.lines_of(member.pk, now=now)
    write_checks(case, _found(case, proofs) | seen, now)
    put_on_desk(case, actor=actor, now=now)
    return case


def _proofs(case: Case) -> list[Evidence]:
    """All usable ones. Raises: EvidenceBeingChecked, EvidenceNeeded."""
    ready = usable_proofs(case)
    if not any(one.round == 0 for one in ready) and not case.round:
        raise errors.EvidenceNeeded
    if not ready:
        raise errors.EvidenceNeeded
    return ready


def _found(case: Case, proofs: list[Evidence]) -> dict[CheckCode, bool]:
    found: dict[CheckCode, bool] = {}
    if independent_proofs(evidence_queries.kinds_of(proofs)) < 2:
        found[CheckCode.ONE_KIND_ONLY] = True
    if any(one.file_id and one.read_at is None for one in proofs):
        found[CheckCode.NOT_READ] = False
    job = evidence_queries.current_employment(case.member)
    if job and job.company_code and parse_company_code(job.company_code).is_doubtful:
        found[CheckCode.COMPANY_CODE_DOUBTFUL] = True
    return found
