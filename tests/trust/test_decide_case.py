from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from common.clock import shift_clock
from common.errors import NotFound
from outbox.models import FactRow
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory, CertificationFactory, id_number
from trust import errors
from trust.models import Case, Certification, Decision
from trust.operations import decide_case, declare_conflict, lease_task
from trust.queries import held_certifications
from trust.states import LEASE_MINUTES, CaseState

pytestmark = pytest.mark.django_db


@pytest.fixture
def certifier():
    return MemberFactory.create(certifier=True)


@pytest.fixture
def case(certifier):
    case = CaseFactory.create(number=id_number())
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    return case


def decide(case, actor, outcome="approve", **kwargs):
    return decide_case(actor=actor, case_id=case.pk, outcome=outcome, now=NOW, **kwargs)


def is_undecided(case):
    fresh = Case.objects.get(pk=case.pk)
    nothing = not Decision.objects.exists() and not FactRow.objects.exists()
    return fresh.state == CaseState.IN_REVIEW and nothing


def test_approving_certifies_in_the_same_commit(case, certifier):
    decide(case, certifier)
    certification = Certification.objects.get(member=case.member)
    assert held_certifications([case.member_id]) == {case.member_id: {"real_name"}}
    fact = FactRow.objects.get(kind="trust.certification-approved")
    assert fact.payload["certification_id"] == certification.pk


def test_rejecting_gives_reasons_and_certifies_nobody(case, certifier):
    decision = decide(case, certifier, "reject", reasons=["name-not-real"], note="looks like a nickname")
    assert decision.reasons == ["name-not-real"]
    assert "nickname" not in decision.note_sealed
    assert not Certification.objects.exists()
    assert FactRow.objects.get().kind == "trust.case-rejected"


def test_handing_back_waits_for_the_member(case, certifier):
    decide(case, certifier, "resubmit", reasons=["name-incomplete"])
    case.refresh_from_db()
    assert case.state == CaseState.RESUBMISSION_REQUESTED


def test_a_second_decision_is_told_that_it_is_late(case, certifier):
    decide(case, certifier)
    with pytest.raises(errors.AlreadyDecided):
        decide(case, certifier, "reject", reasons=["name-not-real"])
    assert Decision.objects.count() == 1
    assert Certification.objects.count() == 1


@pytest.mark.parametrize("outcome", ["reject", "resubmit"])
def test_a_no_without_a_reason_is_refused(case, certifier, outcome):
    with pytest.raises(errors.ReasonNeeded):
        decide(case, certifier, outcome)
    assert is_undecided(case)


def test_an_unknown_outcome_or_reason_is_refused(case, certifier):
    with pytest.raises(errors.UnknownOutcome):
        decide(case, certifier, "perhaps")
    with pytest.raises(errors.ReasonNeeded):
        decide(case, certifier, "reject", reasons=["because"])
    assert is_undecided(case)


def test_is_refused_without_the_lease(case):
    with pytest.raises(errors.LeaseNeeded):
        decide(case, MemberFactory.create(certifier=True))
    assert is_undecided(case)


def test_is_refused_when_the_lease_ran_out(case, certifier):
    shift_clock(timedelta(minutes=LEASE_MINUTES + 1))
    with pytest.raises(errors.LeaseNeeded):
        decide(case, certifier)
    assert is_undecided(case)


def test_is_hidden_from_members_who_are_no_certifiers(case):
    with pytest.raises(NotFound):
        decide(case, MemberFactory.create())
    assert is_undecided(case)


def test_is_refused_on_ones_own_case(certifier):
    own = CaseFactory.create(member=certifier, leased=True, holder=certifier)
    with pytest.raises(errors.OwnCase):
        decide(own, certifier)
    assert is_undecided(own)


def test_is_refused_once_a_conflict_was_declared(case, certifier):
    declare_conflict(case.member_id, certifier.pk, "referral")
    with pytest.raises(errors.ConflictOfInterest):
        decide(case, certifier)
    assert is_undecided(case)


def test_an_identity_certifies_only_one_account(case, certifier):
    CertificationFactory.create(case__number=id_number())
    with pytest.raises(errors.IdentityInUse):
        decide(case, certifier)
    assert is_undecided(case)
    assert held_certifications([case.member_id]) == {case.member_id: set()}


def test_the_database_itself_refuses_a_second_certification_on_one_identity():
    first = CertificationFactory.create(case__number=id_number())
    with pytest.raises(Error), transaction.atomic():
        CertificationFactory.create(case__number=id_number())
    assert Certification.objects.get() == first


def test_decisions_and_claims_cannot_be_changed_or_deleted(case, certifier):
    decide(case, certifier)
    for statement in (
        "UPDATE trust_decision SET outcome = 'reject'",
        "DELETE FROM trust_decision",
        "UPDATE trust_legalnameclaim SET region = 'elsewhere'",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Decision.objects.get().outcome == "approve"


def test_a_long_note_in_rare_characters_fits_its_column(case, certifier):
    decision = decide(case, certifier, "reject", reasons=["name-not-real"], note="\U00020000" * 1000)
    assert len(decision.note_sealed) <= (Decision._meta.get_field("note_sealed").max_length or 0)
