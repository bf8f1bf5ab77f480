"""One look at a lane answers everything that was asked for before it, and nothing that is asked later."""

import pytest
from django.utils import timezone

from accounts.models import Member
from common.clock import db_now
from connect import operations
from connect.facts import EventReceived
from connect.models import Delivery, Endpoint
from connect.operations.posting import wake_key
from connect.operations.pumping import Told, pump
from outbox import leases
from outbox.models import Job
from outbox.queries import due_like
from outbox.states import JobState
from tests.connect.receiver import Receiver
from tests.connect.test_webhooks import happen, news
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
TIMES = 12


@pytest.fixture
def endpoint(boss: Member, receiver: Receiver) -> Endpoint:
    return operations.create_endpoint(
        actor=boss, url=receiver.url, kinds=[EventReceived.KIND], lanes=1, now=timezone.now()
    )


@pytest.fixture
def member() -> Member:
    return MemberFactory.create()


def _asked(endpoint: Endpoint) -> list[object]:
    return list(due_like(wake_key(endpoint.pk, 0)))


def _down(endpoint: Endpoint, delivery: Delivery, now: object) -> Told:
    return Told(status=503)


def test_many_wakes_for_a_receiver_that_is_down_cost_one_look(endpoint: Endpoint, member: Member) -> None:
    for number in range(TIMES):
        happen(news(member, number))
    assert len(_asked(endpoint)) == TIMES
    assert pump(endpoint_id=endpoint.pk, lane=0, sending=_down) > 0
    assert _asked(endpoint) == []
    # It is looked at again when the receiver has had its pause.
    planned = Job.objects.get(dedupe_key__startswith=wake_key(endpoint.pk, 0))
    assert planned.run_at is not None and planned.run_at > db_now()
    assert Delivery.objects.filter(state="waiting").count() == TIMES


def test_what_a_worker_has_taken_stays_its_own(endpoint: Endpoint, member: Member) -> None:
    happen(news(member, 1))
    [taken] = leases.take("webhooks", count=1)
    happen(news(member, 2))
    pump(endpoint_id=endpoint.pk, lane=0)
    assert Job.objects.get(pk=taken.pk).state == JobState.DOING
    assert _asked(endpoint) == []


def test_wakes_of_other_lanes_and_receivers_stay(boss: Member, endpoint: Endpoint, member: Member) -> None:
    other = operations.create_endpoint(
        actor=boss, url=endpoint.url, kinds=[EventReceived.KIND], lanes=8, now=timezone.now()
    )
    for number in range(TIMES):
        happen(news(member, number))
    of_others = Job.objects.filter(dedupe_key__startswith=f"connect.pump:{other.pk}:").count()
    pump(endpoint_id=endpoint.pk, lane=0)
    assert Job.objects.filter(dedupe_key__startswith=f"connect.pump:{other.pk}:").count() == of_others > 1


def test_a_wake_outlives_a_look_that_ran_out_of_time(endpoint: Endpoint, member: Member) -> None:
    happen(news(member, 1))
    happen(news(member, 2))
    assert pump(endpoint_id=endpoint.pk, lane=0, run_seconds=0) == 0
    assert len(_asked(endpoint)) >= 2


def test_what_is_asked_during_a_look_is_not_answered_by_it(endpoint: Endpoint, member: Member) -> None:
    happen(news(member, 1))
    [before] = _asked(endpoint)

    def while_more_happens(one: Endpoint, delivery: Delivery, now: object) -> Told:
        if Delivery.objects.count() < 2:
            happen(news(member, 2))
        return Told(status=204)

    assert pump(endpoint_id=endpoint.pk, lane=0, sending=while_more_happens) == 2
    [later] = _asked(endpoint)
    assert later != before
