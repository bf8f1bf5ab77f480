import pytest

from common.errors import NotFound
from outbox.models import FactRow
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory
from trust import errors
from trust.models import Case, ReviewTask
from trust.operations import withdraw_case
from trust.states import CaseState, TaskState

pytestmark = pytest.mark.django_db


def withdraw(case, actor):
    return withdraw_case(actor=actor, case_id=case.pk, now=NOW)


@pytest.mark.parametrize("traits", [{}, {"leased": True}, {"resubmission": True}])
def test_takes_the_case_off_the_desk(traits):
    case = CaseFactory.create(**traits)
    withdraw(case, case.member)
    assert Case.objects.get().state == CaseState.WITHDRAWN
    assert not ReviewTask.objects.exclude(state=TaskState.RELEASED).exists()


def test_doing_it_twice_does_it_once():
    case = CaseFactory.create()
    withdraw(case, case.member)
    withdraw(case, case.member)
    assert FactRow.objects.count() == 1


@pytest.mark.parametrize("traits", [{}, {"certifier": True}])
def test_is_hidden_from_everybody_else(traits):
    case = CaseFactory.create()
    with pytest.raises(NotFound):
        withdraw(case, MemberFactory.create(**traits))
    assert Case.objects.get().state == CaseState.QUEUED


def test_is_refused_once_decided():
    case = CaseFactory.create(state=CaseState.APPROVED, decided_at=NOW, task_state="")
    with pytest.raises(errors.AlreadyDecided):
        withdraw(case, case.member)
    assert Case.objects.get().state == CaseState.APPROVED
