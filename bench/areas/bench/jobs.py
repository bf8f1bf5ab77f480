"""No-op jobs, lease to done, beside bare Celery no-op tasks on the same broker."""

import os
import signal
import statistics
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bench import nothing
from bench.bare_celery import BARE_QUEUE, BARE_TASK, make_app
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from config.stack.supervisor import Child
from outbox import jobs
from outbox.bell import ring
from outbox.models import Job
from outbox.models.job import OPEN

ROUNDS = 5
JOBS = 20_000
CONCURRENCY = 2
TARGET = 1.0
ROUND_LIMIT_SECONDS = 180.0


@counted("bench.jobs", stacks=[SQLITE, POSTGRES_REDIS])
def count(trial: Trial) -> Figure:
    """Rows and messages are written before the clock starts; both sides have two worker processes."""
    each = trial.size(JOBS) // ROUNDS
    tally = trial.folder / "tally"
    trial.start_worker(concurrency=CONCURRENCY)
    bare = start_bare_worker(trial, tally)
    our_round(trial, 100)
    bare_round(trial, bare, tally, 100)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(our_round(trial, each))
        theirs.append(bare_round(trial, bare, tally, each))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    numbers = {"jobs": each * ROUNDS, "rounds": ROUNDS, "ours": statistics.median(ours)}
    return trial.figure(
        ok=ratio >= TARGET,
        numbers=numbers | {"yardstick": statistics.median(theirs), "ratio": ratio, "target": TARGET},
        notes={"ours": ours, "yardstick": theirs, "unit": "jobs or tasks done per second"},
    )


def our_round(trial: Trial, count: int) -> float:
    """Jobs per second from the first ring to the last row done."""
    work = nothing.kinds["nothing"].work()
    with transaction.atomic():
        transaction.get_connection().run_on_commit.clear()
        jobs.add([work] * count)
        transaction.get_connection().run_on_commit.clear()  # nobody is rung before the clock starts
    began = time.perf_counter()
    for _ in range(CONCURRENCY):
        ring("default", insist=True)
    trial.wait_until(lambda: not Job.objects.filter(state__in=OPEN).exists(), seconds=ROUND_LIMIT_SECONDS)
    return count / (time.perf_counter() - began)


def start_bare_worker(trial: Trial, tally: Path) -> Child:
    tally.touch()
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        "bench.bare_celery",
        "worker",
        "--loglevel",
        "WARNING",
    ]
    command += ["--queues", BARE_QUEUE, "--concurrency", str(CONCURRENCY)]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return trial.start("bare-worker", command, {"BARE_TALLY": str(tally)})


def bare_round(trial: Trial, worker: Child, tally: Path, count: int) -> float:
    """Tasks per second from waking the worker beside a full queue to the last task run."""
    app = make_app(settings.CELERY_BROKER_URL, str(tally))
    done = tally.stat().st_size
    os.killpg(worker.process.pid, signal.SIGSTOP)
    try:
        with app.producer_pool.acquire(block=True) as producer:
            for number in range(count):
                app.send_task(BARE_TASK, args=[number], producer=producer)
    finally:
        os.killpg(worker.process.pid, signal.SIGCONT)
    began = time.perf_counter()
    trial.wait_until(lambda: tally.stat().st_size >= done + count, seconds=ROUND_LIMIT_SECONDS)
    return count / (time.perf_counter() - began)
