from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.accounts import MemberFactory
from tests.factories.evidence import JOB, add, named_member, ready, sent_in
from tests.factories.trust import NOW
from trust import errors
from trust.evidence_states import EvidenceState
from trust.models import Case, Certification, Evidence
from trust.notices import PROFESSIONAL
from trust.operations import (
    decide_case,
    declare_employment,
    end_employment,
    lease_task,
    reinstate_certification,
    submit_professional_case,
    withdraw_case,
)
from trust.operations.retention import overdue_evidence, shred_due
from trust.queries import held_certifications
from trust.states import CaseState, CertificationState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def certifier():
    return MemberFactory.create(certifier=True)


def decide(case, certifier, outcome="approve", reasons=(), now=NOW):
    lease_task(actor=certifier, case_id=case.pk, now=now)
    return decide_case(actor=certifier, case_id=case.pk, outcome=outcome, reasons=list(reasons), now=now)


def submit(member, now=NOW):
    return submit_professional_case(actor=member, notice_hash=PROFESSIONAL.hash, now=now)


def certified(certifier, *kinds):
    case = sent_in(None, *kinds)
    decide(case, certifier)
    return Certification.objects.get(case=case)


def test_two_proofs_certify_for_a_year(certifier):
    row = certified(certifier)
    assert (row.state, row.method) == (CertificationState.ACTIVE, "two-proofs")
    assert row.expires_at == NOW.replace(year=2027)
    assert "professional" in held_certifications([row.member_id])[row.member_id]


def test_one_card_is_flagged_and_gives_only_card_seen(certifier):
    case = sent_in(None, "business_card")
    assert ("one-kind-only", True) in case.checks.values_list("code", "is_flag")
    decide(case, certifier)
    assert Certification.objects.get(case=case).method == "card-seen"


def test_it_waits_until_every_picture_is_safe():
    member = named_member()
    add(member)
    with pytest.raises(errors.EvidenceBeingChecked):
        submit(member)
    assert Case.objects.get(kind="professional").state == CaseState.DRAFT


def test_it_needs_a_proof_and_a_job():
    member = named_member()
    with pytest.raises(errors.EvidenceNeeded):
        submit(member)
    ready(add(member))
    end_employment(actor=member, now=NOW)
    with pytest.raises(errors.JobFirst):
        submit(member)


def test_another_job_suspends_at_once(certifier):
    row = certified(certifier)
    declare_employment(actor=row.member, employer="另一家有限公司", title="工程师", now=NOW)
    row.refresh_from_db()
    assert row.state == CertificationState.SUSPENDED
    with pytest.raises(errors.JobUnchanged):
        reinstate_certification(actor=certifier, certification_id=row.pk, why="asked", now=NOW)


def test_the_same_job_in_other_spelling_changes_nothing(certifier):
    row = certified(certifier)
    declare_employment(actor=row.member, now=NOW, **{**JOB, "employer": "样例科技（有限公司）"})
    row.refresh_from_db()
    assert row.state == CertificationState.ACTIVE


def test_a_job_that_changed_before_the_decision_starts_suspended(certifier):
    case = sent_in()
    declare_employment(actor=case.member, employer="另一家有限公司", title="工程师", now=NOW)
    decide(case, certifier)
    assert Certification.objects.get(case=case).state == CertificationState.SUSPENDED


def test_certifying_anew_replaces_the_suspended_one(certifier):
    old = certified(certifier)
    declare_employment(actor=old.member, employer="另一家有限公司", title="工程师", now=NOW)
    decide(sent_in(old.member), certifier)
    old.refresh_from_db()
    assert old.state == CertificationState.SUPERSEDED
    assert Certification.objects.get(member=old.member, kind="professional", state="active") != old


def test_renewing_is_for_the_last_month(certifier):
    row = certified(certifier)
    with pytest.raises(errors.AlreadyCertified):
        add(row.member)
    Certification.objects.filter(pk=row.pk).update(expires_at=NOW + timedelta(days=20))
    assert add(row.member).case_id != row.case_id


@pytest.mark.parametrize(
    ("outcome", "reasons", "days"), [("approve", [], 7), ("reject", ["name-differs"], 30)]
)
def test_documents_stay_as_long_as_promised_and_go(certifier, outcome, reasons, days):
    case = sent_in()
    decide(case, certifier, outcome, reasons)
    sealed = Evidence.objects.filter(case=case)
    assert {(one.state, one.retain_until) for one in sealed} == {("sealed", NOW + timedelta(days=days))}
    assert shred_due(now=NOW + timedelta(days=days, minutes=-1)) == 0
    late = NOW + timedelta(days=days + 2)
    assert len(overdue_evidence(now=late)) == 2
    assert shred_due(now=late) == 2 and overdue_evidence(now=late) == []
    assert all(one.receipt and one.state == EvidenceState.SHREDDED for one in sealed.all())


def test_withdrawing_seals_and_the_sweep_destroys(certifier):
    case = sent_in()
    withdraw_case(actor=case.member, case_id=case.pk, now=NOW)
    assert shred_due(now=NOW) == 2


def test_asking_again_keeps_the_proofs_and_stops_the_clock(certifier):
    case = sent_in()
    due = case.due_at
    decide(case, certifier, "resubmit", ["picture-blurred"], now=NOW + timedelta(hours=3))
    case.refresh_from_db()
    assert case.clock_stopped_at and Evidence.objects.filter(case=case, state="available").count() == 2
    ready(add(case.member, "work_badge"))
    again = submit(case.member, now=NOW + timedelta(days=10))
    assert again.pk == case.pk and again.round == 2
    assert again.clock_stopped_at is None and again.due_at > due
    assert set(case.evidence.values_list("round", flat=True)) == {1, 2}


def test_whoever_leaves_a_job_says_so_on_the_page_and_shows_it_no_more(certifier, client):
    row = certified(certifier)
    client.force_login(row.member)
    assert reverse("trust:end-job") in client.get(reverse("trust:job")).content.decode()
    assert client.get(reverse("trust:end-job")).status_code == 302
    assert client.post(reverse("trust:end-job")).status_code == 303
    assert client.post(reverse("trust:end-job")).status_code == 303
    row.refresh_from_db()
    assert row.state == CertificationState.SUSPENDED
    assert reverse("trust:end-job") not in client.get(reverse("trust:job")).content.decode()


def test_a_program_says_it_too(certifier, client):
    row = certified(certifier)
    client.force_login(row.member)
    for key in ("one-and-only", "another-one"):
        done = client.post(reverse("api-end-employment"), headers={"idempotency-key": key})
        assert done.status_code == 204
    row.refresh_from_db()
    assert row.state == CertificationState.SUSPENDED
