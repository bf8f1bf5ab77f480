"""What stopped is decided with a reason."""

from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from outbox.jobs import enqueue
from outbox.models import AuditLine, Job
from tests.factories.accounts import MemberFactory
from tests.outbox.kinds import drink

pytestmark = pytest.mark.django_db
JOBS = "/admin/outbox/job/"


def dead_job() -> Job:
    return _stopped("dead")


def unknown_job() -> Job:
    return _stopped("unknown")


def _stopped(state: str) -> Job:
    enqueue(drink.work(cup=1))
    Job.objects.update(state=state, run_at=None if state == "unknown" else F("run_at"))
    return Job.objects.get()


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(MemberFactory.create(is_staff=True, is_superuser=True))
    return client


def press(client: Client, job: Job, action: str, **typed: Any) -> str:
    answer = client.post(JOBS, {"action": action, "_selected_action": str(job.pk), **typed}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("make", "action", "verb", "state"),
    [
        (dead_job, "replay", "replay", "todo"),
        (dead_job, "give_up", "give-up", "done"),
        (unknown_job, "was_done", "decide-done", "done"),
        (unknown_job, "send_again", "decide-again", "unknown"),
    ],
)
def test_the_reason_is_in_the_trail(operator: Client, make: Any, action: str, verb: str, state: str) -> None:
    job = make()
    press(operator, job, action, reason="  Asked the carrier. ")

    job.refresh_from_db()
    line = AuditLine.objects.get(object_id=str(job.pk))
    assert (job.state, line.verb, line.why) == (state, verb, "Asked the carrier.")


@pytest.mark.parametrize(("make", "action"), [(dead_job, "replay"), (unknown_job, "was_done")])
def test_without_a_reason_nothing_is_decided(operator: Client, make: Any, action: str) -> None:
    job = make()
    page = press(operator, job, action, reason="   ")

    assert Job.objects.get().state == job.state
    assert not AuditLine.objects.exists()
    assert "Say why, in a few words." in page


def test_the_list_asks_for_it(operator: Client) -> None:
    dead_job()
    assert 'name="reason"' in operator.get(JOBS).content.decode()
