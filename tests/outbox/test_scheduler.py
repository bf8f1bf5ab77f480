from datetime import timedelta

import pytest
from django.db import transaction

from common.clock import DbNow, shift_clock
from outbox import bell, leases
from outbox.facts import record
from outbox.jobs import enqueue
from outbox.models import Job, Tick
from outbox.scheduler import plan_periodic, sweep
from tests.outbox.kinds import TeaPoured, drink

pytestmark = pytest.mark.django_db


def test_the_sweep_rings_for_what_is_due() -> None:
    enqueue(drink.work(cup=1))
    rung: list[str] = []

    sweep(rung.append)

    assert rung == ["default"]


def test_the_sweep_rings_for_what_a_dead_worker_left() -> None:
    enqueue(drink.work(cup=1))
    leases.take("default", count=1)
    rung: list[str] = []
    sweep(rung.append)
    assert rung == []

    Job.objects.update(lease_until=DbNow() - timedelta(seconds=1))
    sweep(rung.append)

    assert rung == ["default"]


def test_two_schedulers_write_a_slot_once() -> None:
    plan_periodic({})
    first = Job.objects.count()
    plan_periodic({})

    assert first > 0
    assert Job.objects.count() == first
    assert Tick.objects.get().name == "scheduler"


def test_the_next_slot_has_a_job_of_its_own() -> None:
    written: dict[str, int] = {}
    plan_periodic(written)
    before = Job.objects.filter(kind="outbox.seal-audit").count()
    shift_clock(timedelta(seconds=61))

    plan_periodic(written)

    assert Job.objects.filter(kind="outbox.seal-audit").count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rings_once_per_queue(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.OUTBOX_BELL = True  # type: ignore[attr-defined]
    rung: list[str] = []
    monkeypatch.setattr(bell, "ring", rung.append)

    with transaction.atomic():
        record(TeaPoured(cup=1), subject="a")
        record(TeaPoured(cup=2), subject="b")
        assert rung == []

    assert rung == ["default"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_rings_nobody(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.OUTBOX_BELL = True  # type: ignore[attr-defined]
    rung: list[str] = []
    monkeypatch.setattr(bell, "ring", rung.append)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(TeaPoured(cup=1), subject="a")
        raise ZeroDivisionError

    assert rung == []
