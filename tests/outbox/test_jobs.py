from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from common.access import SYSTEM
from common.clock import DbNow
from common.errors import IllegalMove, NeedsSignIn, Refused, Stale
from outbox import leases, operations, runner
from outbox.jobs import enqueue
from outbox.leases import LeaseLost
from outbox.models import AuditLine, AuditSeal, Job
from outbox.states import JobState
from outbox.testing import run_jobs
from tests.outbox.kinds import LOG, drink

pytestmark = pytest.mark.django_db


def _due_again() -> None:
    Job.objects.update(run_at=DbNow())


def _expire() -> None:
    Job.objects.update(lease_until=DbNow() - timedelta(seconds=1))


def test_a_known_dedupe_key_is_written_once() -> None:
    enqueue(drink.work(cup=1, dedupe="one-cup"))
    enqueue(drink.work(cup=2, dedupe="one-cup"))

    assert Job.objects.get().payload == {"cup": 1}


def test_a_job_of_the_future_waits() -> None:
    enqueue(drink.work(cup=1, run_at=None))
    Job.objects.update(run_at=DbNow() + timedelta(hours=1))

    assert run_jobs() == 0


def test_a_failed_job_is_rolled_back_and_tried_again_later() -> None:
    LOG.fail_with = [ValueError("a name that must not be kept")]
    enqueue(drink.work(cup=1))

    run_jobs(limit=1)

    job = Job.objects.get()
    assert (job.state, job.errors, job.lease_token) == (JobState.TODO, 1, None)
    assert "ValueError at kinds.py" in job.last_error
    assert "name" not in job.last_error
    assert not AuditSeal.objects.exists()


def test_a_job_dies_after_its_last_error_and_can_be_replayed() -> None:
    LOG.fail_with = [ValueError(), ValueError(), ValueError()]
    enqueue(drink.work(cup=1))
    for _attempt in range(3):
        _due_again()
        run_jobs(limit=1)
    assert Job.objects.get().state == JobState.DEAD

    operations.replay_job(actor=SYSTEM, job_id=Job.objects.get().pk, why="looked at")
    run_jobs()

    assert Job.objects.get().state == JobState.DONE
    assert AuditLine.objects.get().verb == "replay"


def test_replaying_is_refused_to_visitors_and_changes_nothing() -> None:
    enqueue(drink.work(cup=1))
    Job.objects.update(state=JobState.DEAD)

    with pytest.raises(NeedsSignIn):
        operations.replay_job(actor=AnonymousUser(), job_id=Job.objects.get().pk, why="looked at")

    assert Job.objects.get().state == JobState.DEAD


def test_only_a_dead_job_is_replayed() -> None:
    enqueue(drink.work(cup=1))

    with pytest.raises(IllegalMove):
        operations.replay_job(actor=SYSTEM, job_id=Job.objects.get().pk, why="looked at")


def test_a_refusal_ends_the_job() -> None:
    LOG.fail_with = [Refused()]
    enqueue(drink.work(cup=1))

    run_jobs()

    job = Job.objects.get()
    assert (job.state, job.last_error) == (JobState.DONE, "refused: refused")
    assert not AuditSeal.objects.exists()


def test_being_too_late_by_a_hair_is_tried_again() -> None:
    LOG.fail_with = [Stale()]
    enqueue(drink.work(cup=1))

    run_jobs(limit=1)

    assert Job.objects.get().state == JobState.TODO


def test_a_leased_job_is_taken_by_nobody_else() -> None:
    enqueue(drink.work(cup=1))
    assert len(leases.take("default", count=5)) == 1

    assert leases.take("default", count=5) == []


def test_an_abandoned_job_is_taken_again_and_counts_a_crash() -> None:
    enqueue(drink.work(cup=1))
    leases.take("default", count=1)
    _expire()

    (job,) = leases.take("default", count=1)

    assert (job.crashes, job.attempts) == (1, 2)


def test_the_first_worker_can_not_finish_what_another_took_over() -> None:
    enqueue(drink.work(cup=1))
    (first,) = leases.take("default", count=1)
    _expire()
    (second,) = leases.take("default", count=1)

    runner.run(first)
    assert Job.objects.get().state == JobState.DOING
    assert not AuditSeal.objects.exists(), "the loser's work is rolled back"
    with pytest.raises(LeaseLost):
        leases.complete(first)
    leases.complete(second)


def test_a_job_that_kills_three_workers_dies() -> None:
    enqueue(drink.work(cup=1))
    for _crash in range(3):
        leases.take("default", count=1)
        _expire()

    assert leases.take("default", count=1) == []
    job = Job.objects.get()
    assert (job.state, job.crashes, LOG.runs) == (JobState.DEAD, 3, [])


def test_giving_back_an_unstarted_job_costs_no_attempt() -> None:
    enqueue(drink.work(cup=1))
    (job,) = leases.take("default", count=1)

    leases.give_back(job)

    assert Job.objects.filter(state=JobState.TODO, attempts=0, crashes=0).exists()


def test_waiting_grows_with_the_errors_up_to_a_cap() -> None:
    longest = [max(leases.backoff(errors).total_seconds() for _ in range(200)) for errors in (1, 4, 30)]

    assert longest[0] <= 4 < longest[1] <= 32 < longest[2] <= 900


def test_an_unknown_kind_is_kept_for_a_newer_worker() -> None:
    enqueue(drink.work(cup=1))
    Job.objects.update(kind="tests.of-the-future")

    run_jobs(limit=1)

    assert Job.objects.get().last_error == "unknown kind"
    assert Job.objects.get().state == JobState.TODO


@pytest.mark.django_db
@pytest.mark.usefixtures("postgres_only")
def test_jobs_for_later_cost_nothing_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    for jobs, column in ((Job.objects.due(), "run_at"), (Job.objects.left_behind(), "lease_until")):
        assert f"Index Cond: ({column} <=" in jobs.order_by(column).explain()
