import pytest
from django.db import DatabaseError, transaction
from django.db.transaction import TransactionManagementError

from outbox.facts import record
from outbox.models import FactRow, Job
from outbox.testing import run_jobs
from tests.outbox.kinds import LOG, TeaPoured

pytestmark = pytest.mark.django_db


def test_a_fact_brings_one_job_per_subscriber() -> None:
    with transaction.atomic():
        record(TeaPoured(cup=3), subject="tray")

    job = Job.objects.get()
    assert FactRow.objects.get().payload == {"cup": 3}
    assert (job.kind, job.subject, job.payload) == ("tests.drink", "tray", {"cup": 3})


def test_a_rolled_back_cause_leaves_neither_fact_nor_job() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(TeaPoured(cup=3), subject="tray")
        raise ZeroDivisionError

    assert not FactRow.objects.exists()
    assert not Job.objects.exists()


def test_a_job_runs_once() -> None:
    with transaction.atomic():
        record(TeaPoured(cup=3), subject="tray")

    run_jobs()
    run_jobs()

    assert LOG.runs == [3]
    assert Job.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(TransactionManagementError):
        record(TeaPoured(cup=3), subject="tray")


def test_facts_are_append_only_for_the_database_too() -> None:
    with transaction.atomic():
        record(TeaPoured(cup=3), subject="tray")

    with pytest.raises(DatabaseError), transaction.atomic():
        FactRow.objects.update(subject="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        FactRow.objects.all().delete()
