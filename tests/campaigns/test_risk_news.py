"""Who is told that a person looks, and what that person has decided."""

import pytest

from accounts.models import Notification
from campaigns.notification_risk import DECIDED, ON_HOLD
from campaigns.operations.risk import appeal_case, confirm_case, release_case
from campaigns.queries.risk_lists import cases_by_id
from common.access import SYSTEM
from outbox.testing import run_jobs
from tests.campaigns.test_risk import held
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("member_id", flat=True))


def test_the_advocate_is_told_of_the_hold_and_of_each_decision() -> None:
    case, _campaign, advocate = held()
    assert advocate.pk in told(ON_HOLD)
    assert told(DECIDED) == set()

    confirm_case(actor=SYSTEM, case_id=case.pk, reason="one browser", now=make.NOW)
    run_jobs()
    assert advocate.pk in told(DECIDED)

    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    release_case(actor=SYSTEM, case_id=case.pk, reason="so they are", now=make.NOW)
    run_jobs()
    assert cases_by_id({case.pk})[case.pk].state == "released"


def test_a_friend_who_waits_for_nothing_is_not_concerned() -> None:
    case, _campaign, advocate = held()
    assert cases_by_id({case.pk})[case.pk].concerned == {advocate.pk}
