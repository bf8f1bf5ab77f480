from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.errors import ConsentNeeded
from accounts.models import Consent
from common.errors import NeedsSignIn
from outbox.models import AuditLine, FactRow
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory, CertificationFactory, id_number
from trust import errors
from trust.models import Case, CheckResult, Decision, LegalNameClaim, ReviewTask
from trust.notices import REAL_NAME
from trust.operations import submit_case
from trust.queries import legal_name_of
from trust.states import CaseState, CheckCode, Outcome, TaskState

pytestmark = pytest.mark.django_db


def submit(actor, **kwargs):
    values = {"legal_name": "张伟", "id_number": id_number(), "now": NOW, **kwargs}
    return submit_case(actor=actor, **values)


def nothing_happened():
    return not Case.objects.exists() and not LegalNameClaim.objects.exists() and not FactRow.objects.exists()


def test_puts_the_case_in_the_queue_with_a_task_and_a_fact():
    case = submit(MemberFactory.create())
    assert case.state == CaseState.QUEUED
    assert ReviewTask.objects.get(case=case).state == TaskState.OPEN
    assert FactRow.objects.get().kind == "trust.case-submitted"


def test_writes_an_audit_line_for_every_move():
    case = submit(MemberFactory.create())
    lines = AuditLine.objects.filter(object_id=case.public_id).order_by("pk")
    assert [line.new_state for line in lines] == ["submitted", "checking", "queued"]


def test_promises_an_answer_within_three_working_days():
    friday = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert submit(MemberFactory.create(), now=friday).due_at == friday + timedelta(days=5)


def test_keeps_the_name_encrypted_and_the_number_not_at_all():
    number = id_number()
    case = submit(MemberFactory.create(), legal_name="欧阳若曦", id_number=number)
    stored = str(list(LegalNameClaim.objects.values()) + list(CheckResult.objects.values()))
    assert "欧阳" not in stored
    assert number not in stored and number[:17] not in stored
    assert legal_name_of(case) == "欧阳若曦"


def test_records_the_consent_to_the_present_notice():
    member = MemberFactory.create()
    submit(member, notice_hash=REAL_NAME.hash)
    assert Consent.objects.get(member=member).notice_hash == REAL_NAME.hash


def test_is_refused_without_agreeing_to_the_present_notice():
    with pytest.raises(ConsentNeeded):
        submit(MemberFactory.create(), notice_hash="0" * 64)
    assert nothing_happened()


@pytest.mark.parametrize(
    ("field", "typed", "refusal"),
    [
        ("legal_name", "张3", errors.BadLegalName),
        ("id_number", "123", errors.WrongLength),
        ("id_number", "110***********9991", errors.WrongCharacters),
        ("id_number", id_number()[:-1] + ("0" if id_number()[-1] != "0" else "1"), errors.WrongChecksum),
    ],
)
def test_refuses_bad_input_and_changes_nothing(field, typed, refusal):
    with pytest.raises(refusal) as caught:
        submit(MemberFactory.create(), **{field: typed})
    assert caught.value.field == field
    assert nothing_happened()


def test_is_refused_to_visitors():
    with pytest.raises(NeedsSignIn):
        submit(AnonymousUser())
    assert nothing_happened()


def test_is_refused_while_a_case_is_open():
    case = CaseFactory.create()
    with pytest.raises(errors.CaseOpen):
        submit(case.member)
    assert Case.objects.count() == 1


def test_is_refused_once_certified():
    certification = CertificationFactory.create()
    with pytest.raises(errors.AlreadyCertified):
        submit(certification.member)
    assert Case.objects.count() == 1


def test_opens_the_next_round_of_a_case_that_was_handed_back():
    case = CaseFactory.create(resubmission=True)
    again = submit(case.member, legal_name="张玮")
    assert (again.pk, again.round, again.state) == (case.pk, 2, CaseState.QUEUED)
    assert legal_name_of(again) == "张玮"
    assert again.claims.count() == 2


def rejected_case(reason):
    case = CaseFactory.create(state=CaseState.REJECTED, decided_at=NOW, task_state="")
    task = ReviewTask.objects.create(case=case, round=1, state=TaskState.RELEASED, created_at=NOW)
    Decision.objects.create(
        case=case,
        round=1,
        task=task,
        reviewer=MemberFactory.create(),
        outcome=Outcome.REJECT,
        reasons=[reason],
        decided_at=NOW,
    )
    return case


def test_may_be_tried_again_after_a_rejection():
    case = rejected_case("name-incomplete")
    assert submit(case.member).pk != case.pk


def test_is_refused_after_a_final_rejection():
    case = rejected_case("false-statement")
    with pytest.raises(errors.FinalDecision):
        submit(case.member)
    assert Case.objects.count() == 1


def test_flags_an_identity_that_another_account_uses():
    first = CaseFactory.create(number=id_number())
    case = submit(MemberFactory.create(), id_number=id_number())
    assert case.checks.filter(code=CheckCode.IDENTITY_SEEN, is_flag=True).exists()
    assert not first.checks.exists()


def test_flags_no_identity_of_ones_own_earlier_round():
    case = CaseFactory.create(resubmission=True, number=id_number())
    again = submit(case.member, id_number=id_number())
    assert not again.checks.filter(is_flag=True).exists()
