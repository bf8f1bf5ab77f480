import pytest

from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified as certified_job
from tests.factories.evidence import named_member
from tests.factories.trust import NOW, CaseFactory, CertificationFactory, add_task
from trust.models import Certification, Decision, LegalNameClaim, ReviewTask
from trust.operations import decide_case, lease_task
from trust.reconcile import CHECKS
from trust.states import CaseState, CertificationState, IdKind, Outcome, TaskState

pytestmark = pytest.mark.django_db


def violations():
    return {check.key: len(check.run()) for check in CHECKS if check.run()}


def certified():
    case, certifier = CaseFactory.create(), MemberFactory.create(certifier=True)
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    decide_case(actor=certifier, case_id=case.pk, outcome="approve", now=NOW)
    return case


def test_a_valid_world_has_none():
    certified()
    CaseFactory.create()
    CaseFactory.create(leased=True)
    CaseFactory.create(resubmission=True)
    assert violations() == {}


def test_finds_a_certification_that_nobody_approved():
    CertificationFactory.create()
    assert violations() == {"trust.approved": 1}


def test_finds_an_approval_by_the_applicant():
    case = CaseFactory.create(state=CaseState.APPROVED, decided_at=NOW, task_state="")
    task = add_task(case, state=TaskState.DECIDED, holder=case.member)
    Decision.objects.create(
        case=case, round=1, task=task, reviewer=case.member, outcome=Outcome.APPROVE, decided_at=NOW
    )
    Certification.objects.create(
        member=case.member,
        kind=case.kind,
        state=CertificationState.ACTIVE,
        method="desk-declared",
        case=case,
        identity_index="1" * 64,
        granted_at=NOW,
    )
    assert violations() == {"trust.approved": 1, "trust.own-case": 1}


def test_finds_an_approved_case_that_certifies_nobody():
    CaseFactory.create(state=CaseState.APPROVED, decided_at=NOW, task_state="")
    assert violations() == {"trust.granted": 1}


def test_finds_cases_that_wait_for_nobody():
    CaseFactory.create(task_state="")
    ReviewTask.objects.filter(case=CaseFactory.create(state=CaseState.IN_REVIEW)).update(
        state=TaskState.RELEASED
    )
    assert violations() == {"trust.turns": 2}


def test_finds_a_stored_id_number():
    case = CaseFactory.create(state=CaseState.WITHDRAWN, task_state="")
    LegalNameClaim.objects.create(
        case=case,
        round=2,
        name_sealed="",
        identity_index="",
        id_kind=IdKind.RESIDENT,
        region="110101190001019991",
        is_adult=True,
        created_at=NOW,
    )
    assert violations() == {"trust.numbers": 1}


def test_two_certified_jobs_are_not_one_identity():
    for _ in range(2):
        certified_job(named_member())
    assert "trust.identity" not in violations()
