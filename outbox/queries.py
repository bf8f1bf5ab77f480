"""Questions that other apps ask about background work. Each says what it costs."""

from collections.abc import Collection
from datetime import datetime

from outbox.models import Job
from outbox.states import JobState


def is_unfinished(kinds: Collection[str], *, written_before: datetime) -> bool:
    """Whether a job of these kinds, written by then, waits or is being done. One statement.

    Dead jobs and those with an unknown outcome wait for a person; they don't count.
    """
    at_work = Job.objects.filter(state__in=[JobState.TODO, JobState.DOING])
    return at_work.filter(kind__in=list(kinds), created_at__lte=written_before).exists()
