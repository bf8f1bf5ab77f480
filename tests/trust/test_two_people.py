"""Second reviews, conflicts of two, appeals: who may and who decides."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from common.clock import shift_clock
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import sent_in
from tests.factories.trust import NOW, CaseFactory
from trust import errors
from trust.models import Certification, Decision, DeskPolicy, ReviewTask
from trust.operations import appeal_case, decide_case, expire_leases, lease_task, release_task
from trust.queries import own_case, waiting_cases
from trust.states import APPEAL_DAYS, LEASE_MINUTES, CaseState

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return MemberFactory.create_batch(4, certifier=True)


@pytest.fixture
def case():
    return CaseFactory.create()


@pytest.fixture
def needs_two():
    DeskPolicy.objects.create(kind="real_name", needs_two=True)


def word(case, person, outcome="approve", reasons=()):
    lease_task(actor=person, case_id=case.pk, now=NOW)
    decide_case(actor=person, case_id=case.pk, outcome=outcome, reasons=list(reasons), now=NOW)
    case.refresh_from_db()
    return case.state


def test_one_approval_is_not_enough_where_two_must_agree(case, people, needs_two):
    assert word(case, people[0]) == CaseState.SECOND_REVIEW
    assert not Certification.objects.exists()
    assert word(case, people[1]) == CaseState.APPROVED
    assert Certification.objects.filter(case=case).count() == 1


def test_the_first_cannot_be_the_second(case, people, needs_two):
    word(case, people[0])
    with pytest.raises(errors.SameReviewer):
        lease_task(actor=people[0], case_id=case.pk, now=NOW)
    assert case not in waiting_cases(people[0]) and case in waiting_cases(people[1])


def test_the_database_itself_refuses_one_person_twice_in_a_round(case, people):
    tasks = [
        ReviewTask.objects.create(case=case, round=1, state="released", created_at=NOW) for _ in range(2)
    ]
    made = {"case": case, "round": 1, "reviewer": people[0], "outcome": "approve", "decided_at": NOW}
    Decision.objects.create(task=tasks[0], **made)
    with pytest.raises(Error), transaction.atomic():
        Decision.objects.create(task=tasks[1], **made)


def test_a_final_no_needs_two(case, people):
    assert word(case, people[0], "reject", ["false-statement"]) == CaseState.SECOND_REVIEW
    assert word(case, people[1], "reject", ["false-statement"]) == CaseState.REJECTED
    own = own_case(case.member_id)
    assert own and not own.may_send


def test_two_who_differ_make_room_for_a_third(case, people, needs_two):
    word(case, people[0])
    assert word(case, people[1], "reject", ["name-not-real"]) == CaseState.QUEUED
    assert word(case, people[2], "reject", ["name-not-real"]) == CaseState.REJECTED
    assert case.decisions.count() == 3


def test_a_lease_that_ends_in_second_review_keeps_the_stage(case, people, needs_two):
    word(case, people[0])
    lease_task(actor=people[1], case_id=case.pk, now=NOW)
    shift_clock(timedelta(minutes=LEASE_MINUTES + 1))
    assert expire_leases(now=NOW) == 1
    case.refresh_from_db()
    assert case.state == CaseState.SECOND_REVIEW
    assert case.tasks.get(state="open").stage == "second"


def test_asking_again_needs_one(case, people, needs_two):
    assert word(case, people[0], "resubmit", ["name-incomplete"]) == CaseState.RESUBMISSION_REQUESTED


def test_a_picture_of_an_id_would_need_two():
    from trust.evidence_kinds import reviewers_for

    assert reviewers_for({"business_card"}) == 1
    assert reviewers_for({"business_card", "passport"}) == 2


@pytest.fixture
def rejected(case, people):
    word(case, people[0], "reject", ["name-not-real"])
    return case


def appeal(case, text="It is my name, as on the document.", now=NOW):
    appeal_case(actor=case.member, case_id=case.pk, text=text, now=now)
    case.refresh_from_db()
    return case.state


def test_an_appeal_goes_to_somebody_new_and_can_win(rejected, people):
    assert appeal(rejected) == CaseState.APPEALED
    with pytest.raises(errors.TouchedBefore):
        lease_task(actor=people[0], case_id=rejected.pk, now=NOW)
    assert rejected not in waiting_cases(people[0])
    assert word(rejected, people[1]) == CaseState.APPROVED
    assert Certification.objects.filter(member=rejected.member).exists()


def test_an_appeal_can_be_lost(rejected, people):
    appeal(rejected)
    assert word(rejected, people[1], "reject", ["name-not-real"]) == CaseState.UPHELD
    with pytest.raises(errors.NotAppealable):
        appeal(rejected)


def test_whoever_only_held_the_case_does_not_judge_its_appeal(case, people):
    lease_task(actor=people[1], case_id=case.pk, now=NOW)
    release_task(actor=people[1], case_id=case.pk, now=NOW)
    case.refresh_from_db()
    word(case, people[0], "reject", ["name-not-real"])
    appeal(case)
    with pytest.raises(errors.TouchedBefore):
        lease_task(actor=people[1], case_id=case.pk, now=NOW)


def test_the_database_itself_keeps_an_appeal_from_an_earlier_decider(rejected, people):
    appeal(rejected)
    task = rejected.tasks.get(state="open")
    row = {
        "case": rejected,
        "round": 2,
        "task": task,
        "stage": "appeal",
        "outcome": "approve",
        "decided_at": NOW,
    }
    with pytest.raises(Error), transaction.atomic():
        Decision.objects.create(reviewer=people[0], **row)
    Decision.objects.create(reviewer=people[1], **row)


def test_an_appeal_has_no_way_back_to_the_member(rejected, people):
    appeal(rejected)
    with pytest.raises(errors.UnknownOutcome):
        word(rejected, people[1], "resubmit", ["name-incomplete"])


def test_an_appeal_is_in_time_and_says_something(rejected):
    with pytest.raises(errors.AppealTooLate):
        appeal(rejected, now=NOW + timedelta(days=APPEAL_DAYS, seconds=1))
    for text in ("no", "x" * 2001):
        with pytest.raises(errors.AppealText):
            appeal(rejected, text)


def test_only_a_rejection_can_be_appealed(case):
    with pytest.raises(errors.NotAppealable):
        appeal(case)


def test_a_released_appeal_waits_as_an_appeal(rejected, people):
    appeal(rejected)
    lease_task(actor=people[1], case_id=rejected.pk, now=NOW)
    release_task(actor=people[1], case_id=rejected.pk, now=NOW)
    rejected.refresh_from_db()
    assert rejected.state == CaseState.APPEALED and rejected.tasks.get(state="open").stage == "appeal"


@pytest.mark.django_db(transaction=True)
def test_documents_are_there_for_the_appeal_and_count(people):
    case = sent_in()
    word(case, people[0], "reject", ["title-differs"])
    appeal(case)
    assert word(case, people[1]) == CaseState.APPROVED
    assert Certification.objects.get(case=case).method == "two-proofs"
