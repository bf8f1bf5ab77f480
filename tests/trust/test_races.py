"""Two or more real connections at once, on both engines."""

from functools import partial

import pytest

from common.errors import Stale
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory, id_number
from tests.racing import race
from trust import errors
from trust.models import Case, Certification, Decision, ReviewTask
from trust.operations import decide_case, lease_task, release_task, submit_case, withdraw_case
from trust.queries import has_decided_this_round
from trust.states import CaseState, TaskState

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
]


def kinds(results):
    return [type(result) for result in results]


def leased_case(certifier, **world):
    case = CaseFactory.create(**world)
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    return case


def decide(case, actor, outcome="approve", reasons=()):
    return decide_case(actor=actor, case_id=case.pk, outcome=outcome, reasons=list(reasons), now=NOW)


def test_of_two_decisions_exactly_one_counts():
    certifier = MemberFactory.create(certifier=True)
    for _ in range(10):
        case = leased_case(certifier)
        results = race(
            [
                lambda: decide(case, certifier),  # noqa: B023 - run before the loop goes on
                lambda: decide(case, certifier, "reject", ["name-not-real"]),  # noqa: B023
            ]
        )
        assert sorted(kind.__name__ for kind in kinds(results)) == ["AlreadyDecided", "Decision"]
        assert Decision.objects.filter(case=case).count() == 1


def test_of_two_certifiers_exactly_one_takes_the_case():
    case = CaseFactory.create()
    certifiers = MemberFactory.create_batch(6, certifier=True)
    results = race([partial(lease_task, actor=c, case_id=case.pk, now=NOW) for c in certifiers])
    assert kinds(results).count(ReviewTask) == 1
    assert kinds(results).count(errors.TaskTaken) == 5
    assert ReviewTask.objects.filter(case=case, state=TaskState.LEASED).count() == 1


def test_one_identity_certifies_one_of_two_accounts():
    certifier = MemberFactory.create(certifier=True)
    number = id_number()
    cases = [leased_case(certifier, number=number) for _ in range(2)]
    results = race([partial(decide, c, certifier) for c in cases])
    assert sorted(kind.__name__ for kind in kinds(results)) == ["Decision", "IdentityInUse"]
    assert Certification.objects.count() == 1


def test_the_same_application_at_once_is_one_case():
    member = MemberFactory.create()
    results = race([lambda: submit_case(actor=member, legal_name="张伟", id_number=id_number(), now=NOW)] * 6)
    assert kinds(results).count(Case) == 1
    assert kinds(results).count(errors.CaseOpen) == 5
    assert ReviewTask.objects.count() == 1


def test_withdrawing_and_approving_at_once_end_in_one_of_both():
    certifier = MemberFactory.create(certifier=True)
    for _ in range(6):
        case = leased_case(certifier)
        results = race(
            [
                lambda: decide(case, certifier),  # noqa: B023
                lambda: withdraw_case(actor=case.member, case_id=case.pk, now=NOW),  # noqa: B023
            ]
        )
        assert sum(isinstance(result, Decision | Case) for result in results) == 1
        assert not any(kind is Stale for kind in kinds(results))
        case.refresh_from_db()
        approved = case.state == CaseState.APPROVED
        assert Certification.objects.filter(case=case).exists() is approved


def test_giving_back_and_withdrawing_at_once_never_wait_in_a_ring():
    for _ in range(20):
        certifier = MemberFactory.create(certifier=True)
        case = leased_case(certifier)
        results = race(
            [
                lambda: release_task(actor=certifier, case_id=case.pk, now=NOW),  # noqa: B023
                lambda: withdraw_case(actor=case.member, case_id=case.pk, now=NOW),  # noqa: B023
            ]
        )
        assert set(kinds(results)) <= {type(None), Case, Stale}
        live = ReviewTask.objects.filter(case=case, state__in=[TaskState.OPEN, TaskState.LEASED]).count()
        state = Case.objects.get(pk=case.pk).state
        assert (state, live) in {(CaseState.WITHDRAWN, 0), (CaseState.QUEUED, 1)}


def test_the_slower_of_two_words_on_one_task_finds_it_decided_and_not_itself_unfit():
    """Between its look at the case and its look at the decisions, the faster one has committed."""
    certifier = MemberFactory.create(certifier=True)
    case = leased_case(certifier)
    task = ReviewTask.objects.get(case=case)
    decide(case, certifier)

    assert not has_decided_this_round(case, task, certifier.pk)
    assert has_decided_this_round(case, ReviewTask(pk=task.pk + 1), certifier.pk)
