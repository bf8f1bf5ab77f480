"""Negative controls: guards taken away on purpose, so that the counters are seen to count.

``UNGUARDED=lease,stock`` in the environment of a child process removes the named guards in that process
only. Nothing here is reachable without the ``bench`` app, which production settings don't install.
"""

from collections.abc import Callable, Iterable


def remove(names: Iterable[str]) -> None:
    """Raises: KeyError for a guard that has no control."""
    for name in names:
        REMOVALS[name]()


def _without_lease() -> None:
    """Completion no longer asks whose job it is, and a job is taken without being marked as taken."""
    from outbox import leases
    from outbox.models import Job
    from outbox.states import JobState

    def take(queue: str, *, count: int) -> list[Job]:
        return list(Job.objects.filter(queue=queue, state=JobState.TODO).order_by("run_at")[:count])

    leases.take = take
    leases._mine = lambda job: Job.objects.filter(pk=job.pk)


REMOVALS: dict[str, Callable[[], None]] = {"lease": _without_lease}
