import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from common.clock import DbNow
from outbox.jobs import enqueue
from outbox.models import Job
from tests.outbox.kinds import drink

pytestmark = pytest.mark.django_db


def test_live_depends_on_nothing(client: Client) -> None:
    assert client.get("/livez").content == b"ok"


def test_ready_with_database_and_migrations(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})


def test_not_ready_when_the_disk_is_full(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outbox.health.MIN_FREE_BYTES", 10**18)

    assert client.get("/readyz").status_code == 503


def test_health_is_for_staff(client: Client) -> None:
    assert client.get("/healthz").status_code == 401


def test_health_tells_dead_and_unknown_jobs(client: Client) -> None:
    operator = get_user_model().objects.create_superuser(handle="operator", display_name="Operator")
    client.force_login(operator)
    enqueue(drink.work(cup=1))
    enqueue(drink.work(cup=2))
    Job.objects.filter(payload__cup=1).update(state="dead")
    Job.objects.filter(payload__cup=2).update(state="unknown", run_at=DbNow())

    numbers = client.get("/healthz").json()

    assert (numbers["outbox.dead"], numbers["outbox.unknown"]) == (1, 1)
    assert numbers["outbox.oldest-due-seconds"] >= 0
