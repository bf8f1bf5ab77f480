"""Every provider ability x every moment of failure. What counts is ``LOG.sent``: what the provider did."""

from datetime import timedelta

import pytest

from common.access import SYSTEM
from common.clock import DbNow
from outbox import leases, operations
from outbox.effects import Capability, NotDone, OutcomeUnknown
from outbox.jobs import enqueue
from outbox.models import Job
from outbox.states import JobState
from outbox.testing import run_jobs
from tests.outbox.kinds import LOG, post

pytestmark = pytest.mark.django_db


def _run_all() -> None:
    for _round in range(4):
        Job.objects.filter(run_at__isnull=False).update(run_at=DbNow())
        run_jobs(limit=1)


@pytest.mark.parametrize("capability", list(Capability))
def test_a_letter_is_sent_once_and_written_down(capability: Capability) -> None:
    LOG.capability = capability
    enqueue(post.work(text="hello"))

    _run_all()

    job = Job.objects.get()
    assert (job.state, job.provider_ref) == (JobState.DONE, str(job.pk))
    assert (len(LOG.sent), LOG.applied) == (1, ["receipt for hello"])


def test_nothing_to_do_calls_nobody() -> None:
    enqueue(post.work(text=""))

    _run_all()

    assert (LOG.sent, Job.objects.get().last_error) == ([], "nothing to do")


@pytest.mark.parametrize("capability", list(Capability))
def test_what_was_certainly_not_done_is_sent_again(capability: Capability) -> None:
    LOG.capability = capability
    LOG.fail_with = [NotDone("refused"), NotDone("refused")]
    enqueue(post.work(text="hello"))

    _run_all()

    assert Job.objects.get().state == JobState.DONE
    assert len(LOG.sent) == 1


@pytest.mark.parametrize("capability", [Capability.KEY, Capability.QUERY])
def test_a_lost_answer_never_sends_twice(capability: Capability) -> None:
    LOG.capability = capability
    LOG.fail_with = [OutcomeUnknown("timeout")]
    enqueue(post.work(text="hello"))
    run_jobs(limit=1)
    assert Job.objects.get().state == JobState.UNKNOWN

    _run_all()

    assert Job.objects.get().state == JobState.DONE
    assert (len(LOG.sent), LOG.applied) == (1, ["receipt for hello"])


def test_without_key_or_query_a_person_decides() -> None:
    LOG.capability = Capability.NONE
    LOG.fail_with = [OutcomeUnknown("timeout")]
    enqueue(post.work(text="hello"))

    _run_all()

    job = Job.objects.get()
    assert (job.state, job.run_at, len(LOG.sent)) == (JobState.UNKNOWN, None, 1)
    operations.decide_unknown(actor=SYSTEM, job_id=job.pk, was_done=True, why="seen at the counter")
    assert Job.objects.get().state == JobState.DONE
    assert len(LOG.sent) == 1


def test_a_person_may_have_it_sent_again() -> None:
    LOG.capability = Capability.NONE
    LOG.fail_with = [OutcomeUnknown("timeout")]
    enqueue(post.work(text="hello"))
    run_jobs(limit=1)

    operations.decide_unknown(actor=SYSTEM, job_id=Job.objects.get().pk, was_done=False, why="not there")
    _run_all()

    assert (Job.objects.get().state, len(LOG.sent)) == (JobState.DONE, 2)


@pytest.mark.parametrize(
    ("capability", "state", "sent"),
    [(Capability.KEY, "done", 1), (Capability.QUERY, "done", 1), (Capability.NONE, "unknown", 1)],
)
def test_a_worker_killed_after_sending(capability: Capability, state: str, sent: int) -> None:
    LOG.capability = capability
    enqueue(post.work(text="hello"))
    (job,) = leases.take("fulfilment", count=1)
    leases.mark_sending(job, ref=str(job.pk), seconds=30)
    LOG.known[str(job.pk)] = "receipt for hello"
    LOG.sent.append(str(job.pk))
    Job.objects.update(lease_until=DbNow() - timedelta(seconds=1))

    _run_all()

    assert Job.objects.get().state == state
    assert len(LOG.sent) == sent


def test_a_worker_killed_before_the_call_reached_anybody() -> None:
    LOG.capability = Capability.QUERY
    enqueue(post.work(text="hello"))
    (job,) = leases.take("fulfilment", count=1)
    leases.mark_sending(job, ref=str(job.pk), seconds=30)
    Job.objects.update(lease_until=DbNow() - timedelta(seconds=1))

    _run_all()

    assert (Job.objects.get().state, len(LOG.sent)) == (JobState.DONE, 1)


def test_a_bug_after_the_call_is_an_unknown_outcome() -> None:
    LOG.fail_with = [KeyError("boom")]
    enqueue(post.work(text="hello"))

    run_jobs(limit=1)

    assert Job.objects.get().state == JobState.UNKNOWN
