from datetime import timedelta

import pytest

from common.clock import shift_clock
from common.errors import NotFound
from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory
from trust import errors
from trust.models import Case, ReviewTask
from trust.operations import declare_conflict, expire_leases, lease_task, release_task, withdraw_case
from trust.states import LEASE_MINUTES, CaseState, TaskState

pytestmark = pytest.mark.django_db


@pytest.fixture
def certifier():
    return MemberFactory.create(certifier=True)


def take(case, actor):
    return lease_task(actor=actor, case_id=case.pk, now=NOW)


def is_untouched(case):
    task = ReviewTask.objects.get(case=case)
    fresh = Case.objects.get(pk=case.pk)
    return (task.state, fresh.state, fresh.version) == (TaskState.OPEN, CaseState.QUEUED, 0)


def test_takes_the_case_for_twenty_minutes(certifier):
    case = CaseFactory.create()
    task = take(case, certifier)
    assert (task.state, task.holder_id) == (TaskState.LEASED, certifier.pk)
    assert task.lease_token is not None
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW


def test_taking_it_again_gives_the_same_lease(certifier):
    case = CaseFactory.create()
    assert take(case, certifier).lease_token == take(case, certifier).lease_token


def test_is_refused_while_a_colleague_has_it(certifier):
    case = CaseFactory.create(leased=True)
    with pytest.raises(errors.TaskTaken):
        take(case, certifier)
    assert ReviewTask.objects.get(case=case).holder_id != certifier.pk


def test_goes_to_the_next_one_when_the_lease_ran_out(certifier):
    case = CaseFactory.create(leased=True)
    shift_clock(timedelta(minutes=LEASE_MINUTES + 1))
    task = take(case, certifier)
    assert task.holder_id == certifier.pk
    states = ReviewTask.objects.filter(case=case).order_by("pk").values_list("state", flat=True)
    assert list(states) == [TaskState.EXPIRED, TaskState.LEASED]


def test_is_hidden_from_members_who_are_no_certifiers():
    case = CaseFactory.create()
    with pytest.raises(NotFound):
        take(case, MemberFactory.create(manager=True))
    assert is_untouched(case)


def test_is_refused_on_ones_own_case(certifier):
    case = CaseFactory.create(member=certifier)
    with pytest.raises(errors.OwnCase):
        take(case, certifier)
    assert is_untouched(case)


def test_is_refused_on_a_declared_conflict_whichever_way_round(certifier):
    case = CaseFactory.create()
    declare_conflict(certifier.pk, case.member_id, "referral")
    declare_conflict(case.member_id, certifier.pk, "referral")
    with pytest.raises(errors.ConflictOfInterest):
        take(case, certifier)
    assert is_untouched(case)


def test_is_refused_for_an_unknown_case(certifier):
    with pytest.raises(errors.NoSuchCase):
        lease_task(actor=certifier, case_id=0, now=NOW)


def test_is_refused_once_decided(certifier):
    case = CaseFactory.create(state=CaseState.APPROVED, decided_at=NOW, task_state="")
    with pytest.raises(errors.AlreadyDecided):
        take(case, certifier)


def test_is_refused_once_withdrawn(certifier):
    case = CaseFactory.create()
    withdraw_case(actor=case.member, case_id=case.pk, now=NOW)
    with pytest.raises(errors.NoTask):
        take(case, certifier)


def test_giving_back_puts_the_case_into_the_queue_again(certifier):
    case = CaseFactory.create()
    take(case, certifier)
    release_task(actor=certifier, case_id=case.pk, now=NOW)
    release_task(actor=certifier, case_id=case.pk, now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.QUEUED
    assert ReviewTask.objects.filter(case=case, state=TaskState.OPEN).count() == 1


def test_a_colleague_cannot_give_it_back(certifier):
    case = CaseFactory.create(leased=True)
    release_task(actor=certifier, case_id=case.pk, now=NOW)
    assert ReviewTask.objects.get(case=case).state == TaskState.LEASED


def test_leases_that_ran_out_return_to_the_queue_by_themselves():
    case = CaseFactory.create(leased=True)
    assert expire_leases(now=NOW) == 0
    shift_clock(timedelta(minutes=LEASE_MINUTES + 1))
    assert (expire_leases(now=NOW), expire_leases(now=NOW)) == (1, 0)
    case.refresh_from_db()
    assert case.state == CaseState.QUEUED
    assert AuditLine.objects.filter(object_id=case.public_id, why="lease ran out").exists()
