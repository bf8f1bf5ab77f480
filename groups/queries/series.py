"""A series as whoever sees one of its events sees it."""

from dataclasses import dataclass
from datetime import datetime

from groups.event_states import TO_COME
from groups.models import Event, EventSeries

_MOST = 10


@dataclass(frozen=True, kw_only=True)
class SeriesCard:
    """``upcoming``: those that are open and not over yet, the next one first."""

    series: EventSeries
    upcoming: list[Event]


def series_of(event: Event, *, now: datetime) -> SeriesCard | None:
    """Two statements; none where the event does not repeat."""
    if event.series_id is None:
        return None
    rows = Event.objects.filter(series=event.series_id, state__in=TO_COME, ends_at__gt=now)
    upcoming = list(rows.order_by("starts_at", "pk")[:_MOST])
    return SeriesCard(series=EventSeries.objects.get(pk=event.series_id), upcoming=upcoming)
