"""Jobs that are leased together: one commit for many, and no job pays for another one's failure."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import DbNow
from outbox import leases, runner
from outbox.jobs import enqueue
from outbox.models import AuditSeal, Job
from outbox.states import JobState
from tests.outbox.kinds import LOG, drink

pytestmark = pytest.mark.django_db


def pour(count: int) -> None:
    for cup in range(count):
        enqueue(drink.work(cup=cup))


def expire() -> None:
    Job.objects.filter(state=JobState.DOING).update(lease_until=DbNow() - timedelta(seconds=1))


def states() -> list[str]:
    return sorted(Job.objects.values_list("state", flat=True))


def test_many_jobs_are_completed_by_one_statement() -> None:
    pour(10)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        runner.drain("default")

    completions = [
        query
        for query in queries.captured_queries
        if "done_at" in query["sql"].split("WHERE")[0] and query["sql"].startswith("UPDATE")
    ]
    assert len(completions) == 1
    assert states() == ["done"] * 10


def test_a_failing_job_in_the_middle_leaves_nothing_and_the_others_are_done() -> None:
    pour(5)
    LOG.fail_with = []
    failing = Job.objects.order_by("run_at")[2]
    Job.objects.filter(pk=failing.pk).update(payload={"cup": "not a number"})

    runner.drain("default")

    failing.refresh_from_db()
    assert (failing.state, failing.errors) == (JobState.TODO, 1)
    assert states() == ["done"] * 4 + ["todo"]
    assert AuditSeal.objects.count() == 4


def test_a_lost_lease_in_the_group_undoes_the_group_and_costs_only_that_job() -> None:
    pour(4)
    batch = leases.take("default", count=4)
    Job.objects.filter(pk=batch[1].pk).update(state=JobState.DONE, done_at=DbNow(), lease_token=None)

    runner.run_batch(batch)

    assert states() == ["done"] * 4
    assert sorted(AuditSeal.objects.values_list("line_count", flat=True)) == [0, 2, 3]


def test_a_job_left_behind_is_taken_alone() -> None:
    pour(3)
    leases.take("default", count=3)
    expire()

    assert len(leases.take("default", count=3)) == 1


def test_a_job_that_kills_its_worker_takes_no_other_job_with_it() -> None:
    """Three workers die at the same job; the two that were leased beside it are done all the same."""
    pour(3)
    killer = leases.take("default", count=3)[0]
    for _worker in range(6):
        expire()
        for job in leases.take("default", count=3):
            if job.pk != killer.pk:
                runner.run(job)

    assert states() == ["dead", "done", "done"]
