"""Negative controls: guards taken away on purpose, so that the counters are seen to count.

``UNGUARDED=key,stock`` in the environment of a child process removes the named guards in that process
only. Nothing here is reachable without the ``bench`` app, which production settings don't install.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction


def remove(names: Iterable[str]) -> None:
    """Raises: KeyError for a guard that has no control."""
    for name in names:
        REMOVALS[name]()


def _without_key() -> None:
    """Each try of an outside call goes out under a reference of its own."""
    from outbox import leases, runner

    def call(job: Any, kind: Any, request: Any, *, ask_first: bool) -> Any:
        ref = str(uuid.uuid4())
        leases.mark_sending(job, ref=ref, seconds=kind.lease)
        return kind.effect.send(request, ref=ref)

    runner._call = call


def _done_first() -> None:
    """The job is closed before the call instead of after it: at most once, as with Celery's early ack."""
    from outbox import leases, runner

    def run_effect(job: Any, kind: Any) -> None:
        with transaction.atomic():
            request = kind.effect.prepare(dict(job.payload))
            leases.complete(job)
        if request is not None:
            answer = kind.effect.send(request, ref=str(job.id))
            with transaction.atomic():
                kind.effect.apply(dict(job.payload), answer)

    runner._run_effect = run_effect


REMOVALS: dict[str, Callable[[], None]] = {"key": _without_key, "done-first": _done_first}
