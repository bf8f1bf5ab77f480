"""Questions that other apps ask about background work. Each says what it costs."""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from outbox.facts import Fact, Recorded
from outbox.models import FactRow, Job
from outbox.states import JobState

# Jobs for now carry the time of their writing, give or take what clocks differ.
_PUT_OFF = timedelta(minutes=1)


def is_unfinished(kinds: Collection[str], *, written_before: datetime) -> bool:
    """Whether a job of these kinds, written by then, waits or is being done. One statement.

    Dead jobs and those with an unknown outcome wait for a person; they don't count. Nor does what was put
    off to a later time from the start; what is tried again later does.
    """
    at_work = Job.objects.filter(state__in=[JobState.TODO, JobState.DOING])
    at_work = at_work.filter(Q(attempts__gt=0) | Q(run_at__lte=written_before + _PUT_OFF))
    return at_work.filter(kind__in=list(kinds), created_at__lte=written_before).exists()


def is_at_work(dedupe_key: str) -> bool:
    """Whether this one job may still act: it waits, runs, sends, or its outcome is unknown. One statement."""
    open_states = [JobState.TODO, JobState.DOING, JobState.SENDING, JobState.UNKNOWN]
    return Job.objects.filter(dedupe_key=dedupe_key, state__in=open_states).exists()


def due_like(prefix: str) -> list[uuid.UUID]:
    """Due jobs that nobody has taken, whose natural key begins so. One statement."""
    due = Job.objects.due().filter(state=JobState.TODO, dedupe_key__startswith=prefix)
    return list(due.values_list("pk", flat=True))


def payloads_waiting(kind: str) -> list[dict[str, Any]]:
    """Of every job of a kind whose effect is not there yet; dead ones wait for a person. One statement."""
    waiting = Job.objects.filter(kind=kind, state__in=[JobState.TODO, JobState.DOING])
    return list(waiting.values_list("payload", flat=True))


def facts_between(
    kinds: Collection[str], start: datetime, end: datetime, *, limit: int
) -> list[tuple[Recorded, datetime]]:
    """(fact, recorded at), oldest first; for sending again on purpose. One statement."""
    rows = FactRow.objects.filter(kind__in=kinds, recorded_at__gte=start, recorded_at__lt=end)
    return [
        (Recorded(id=row.id, kind=row.kind, subject=row.subject, payload=row.payload), row.recorded_at)
        for row in rows.order_by("recorded_at", "id")[:limit]
    ]


def payloads_of(kind: type[Fact], **equal: object) -> Iterator[tuple[dict[str, Any], datetime]]:
    """(payload, recorded at) of every fact of a kind, in no order, in bounded memory. One statement.

    ``equal``: what the payload's entries must be. For looking back; news is followed by ``on``.
    """
    entries = {f"payload__{key}": value for key, value in equal.items()}
    rows = FactRow.objects.filter(kind=kind.KIND, **entries)
    yield from rows.values_list("payload", "recorded_at").iterator(chunk_size=2000)


def newest_payload(kind: type[Fact]) -> tuple[dict[str, Any], datetime] | None:
    """(payload, recorded at) of the fact that was recorded last; None without any. One statement."""
    rows = FactRow.objects.filter(kind=kind.KIND).order_by("-recorded_at", "-id")
    return rows.values_list("payload", "recorded_at").first()
