"""The bare Celery application that `bench.jobs` compares with; it knows nothing of Django."""

import os

from celery import Celery

BARE_TASK = "bench.bare"
BARE_QUEUE = "bare"


def make_app(broker_url: str, tally: str) -> Celery:
    """Celery as its manual starts: one message per no-op task, settings as ours where both have them.

    Each task adds one byte to the file ``tally``, which is how the end is seen from outside.
    """
    bare_app = Celery("bare", broker=broker_url, set_as_current=False)
    bare_app.conf.update(
        task_ignore_result=True,
        task_default_queue=BARE_QUEUE,
        worker_prefetch_multiplier=4,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
    )
    out = os.open(tally, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    @bare_app.task(name=BARE_TASK, ignore_result=True)
    def bare(number: int) -> None:
        os.write(out, b".")

    return bare_app


app = make_app(os.environ.get("BROKER_URL", "memory://"), os.environ.get("BARE_TALLY", os.devnull))
