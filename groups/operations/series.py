"""Making what a series still owes. Everything here runs under the series' lock."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from groups import errors, queries, series_errors, series_rules
from groups.event_states import NOT_BEGUN, EventState
from groups.models import Event, EventSeries, Group
from groups.operations.acts import note_act
from groups.operations.opening import open_event
from groups.operations.rsvps import lock_event
from groups.series_states import Rhythm, SeriesState
from groups.states import GroupState

# Everything of an event that the next one takes over.
_SAME = (
    *("group_id", "host_id", "title", "about", "venue", "map_url", "time_zone", "capacity", "max_party"),
    *("queue_rule", "offer_minutes", "album_audience", "deposit_fen", "deposit_hours"),
)


@transaction.atomic
def repeat_event(
    *, actor: Actor, event_id: int, rhythm: str, until: date | None, now: datetime
) -> EventSeries:
    """Let an event be the first of a series; the next ones are made at once, or when the draft opens.

    Repeating changes nothing.
    Raises: NotFound, UnknownChoice, RepeatsAlready, EndsBeforeItStarts, TooLateToChange.
    """
    allow(actor, "groups.change-event", Event.objects.select_related("group").filter(pk=event_id).first())
    event = lock_event(event_id)
    if rhythm not in Rhythm.values:
        raise errors.UnknownChoice(field="rhythm")
    if event.series is not None:
        if (event.series.rhythm, event.series.until) == (rhythm, until):
            return event.series
        raise series_errors.RepeatsAlready
    if event.state not in NOT_BEGUN:
        raise errors.TooLateToChange
    if until is not None and until < datetime.fromisoformat(event.starts_wall).date():
        raise series_errors.EndsBeforeItStarts(field="until")
    series = EventSeries.objects.create(
        group_id=event.group_id,
        rhythm=rhythm,
        anchor_wall=event.starts_wall,
        time_zone=event.time_zone,
        until=until,
        created_at=now,
    )
    event.series, event.series_number = series, 0
    event.save(update_fields=["series", "series_number"])
    note_act(event, actor, "repeat", why=rhythm)
    continue_one(series.pk, now=now)
    return series


def continue_series(*, now: datetime) -> int:
    """Make what is due of every series; how many events. Repeating, also hours late, makes none twice."""
    ids = list(EventSeries.objects.filter(state=SeriesState.OPEN).order_by("pk").values_list("pk", flat=True))
    return sum(continue_one(series_id, now=now) for series_id in ids)


@transaction.atomic
def continue_one(series_id: int, *, now: datetime) -> int:
    """As far ahead as ``series_rules.AHEAD``; nothing while the first is a draft or its host may not host."""
    series = lock_series(series_id)
    pattern = _pattern(series)
    if series.state != SeriesState.OPEN or pattern is None or not _may_go_on(series, pattern):
        return 0
    due = series_rules.due(
        anchor=series.anchor,
        rhythm=series.rhythm,
        zone=series.time_zone,
        steps=series.next_number - series.anchor_number,
        until=series.until,
        now=now,
    )
    made = 0
    for steps, wall in due:
        number = series.anchor_number + steps
        _make(series, pattern, number=number, wall=wall, now=now)
        EventSeries.objects.filter(pk=series.pk).update(next_number=number + 1)
        made += 1
    return made


def lock_series(series_id: int) -> EventSeries:
    """The series as it is now; nobody else changes it until the transaction ends. Raises: NotFound."""
    if not EventSeries.objects.filter(pk=series_id).update(next_number=F("next_number")):
        raise NotFound
    return EventSeries.objects.get(pk=series_id)


def _pattern(series: EventSeries) -> Event | None:
    """The latest that was not changed by itself: the next one is like it."""
    return Event.objects.filter(series=series).order_by("is_apart", "-series_number").first()


def _may_go_on(series: EventSeries, pattern: Event) -> bool:
    """A draft waits; in a group that has ended, or without its host, nothing more is planned."""
    if Event.objects.filter(series=series, state=EventState.DRAFT).exists():
        return False
    group = Group.objects.get(pk=series.group_id)
    if group.state != GroupState.ACTIVE or queries.mute_of(group_id=group.pk, member_id=pattern.host_id):
        return False
    return queries.holds(group=group, member_id=pattern.host_id, capability="host-event")


def _make(series: EventSeries, pattern: Event, *, number: int, wall: datetime, now: datetime) -> None:
    starts_at = series_rules.moment_on(wall, series.time_zone)
    event = Event.objects.create(
        **{name: getattr(pattern, name) for name in _SAME},
        series=series,
        series_number=number,
        starts_wall=series_rules.shown_wall(wall, series.time_zone).isoformat(timespec="minutes"),
        starts_at=starts_at,
        ends_at=starts_at + (pattern.ends_at - pattern.starts_at),
        created_at=now,
    )
    open_event(event, actor=SYSTEM, now=now)
