"""What stopped is decided with a reason."""

from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from accounts.middleware import PROVEN_AT
from common.access import FRESH_FOR
from common.clock import db_now
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


def let_the_proof_age(client: Client) -> None:
    session = client.session
    session[PROVEN_AT] = int((db_now() - FRESH_FOR).timestamp()) - 1
    session.save()


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


def test_a_proof_asked_in_between_costs_no_word(operator: Client, settings: Any) -> None:
    """Several rows at once need a fresh proof; the way back leads to the same act and reason."""
    for cup in (1, 2):
        enqueue(drink.work(cup=cup))
    Job.objects.update(state="dead")
    chosen = [str(job.pk) for job in Job.objects.all()]
    settings.STEP_UP = True
    let_the_proof_age(operator)
    answer = operator.post(
        JOBS, {"action": "replay", "_selected_action": chosen, "reason": "Asked the carrier."}
    )
    assert answer["Location"].startswith("/prove/")

    page = operator.get(JOBS).content.decode()
    assert 'value="Asked the carrier."' in page
    assert '<option value="replay" selected>' in page
    assert "Asked the carrier." not in operator.get(JOBS).content.decode()
