"""Changing or ending more of a series than one event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from common.access import Actor, allow
from common.errors import NotFound
from groups import errors, event_rules, series_errors, series_rules
from groups.event_states import NOT_BEGUN, EventState
from groups.models import Event, EventSeries
from groups.operations.event_changes import call_off_event, change_event
from groups.operations.series import lock_series
from groups.series_states import Ending, SeriesState, Span


@transaction.atomic
def change_series(
    *,
    actor: Actor,
    event_id: int,
    given: event_rules.EventInput,
    span: str,
    now: datetime,
    reconfirm: bool = False,
    word: str = "",
) -> list[Event]:
    """What the host types over for an event and others of its series; all of them, or none at all.

    Those that were changed by themselves or are put off stay as they are. What is made later is like this.
    Repeating changes nothing. Raises: DoesNotRepeat, UnknownChoice, TooLateToChange, what changing an event
    refuses.
    """
    series, event = _locked(actor, event_id, verb="groups.change-event")
    if span not in Span.values:
        raise errors.UnknownChoice(field="span")
    rows = _meant(series, event, is_all=span == Span.ALL, now=now)
    rows = [one for one in rows if one.pk == event.pk or _follows_its_series(one)]
    if event.pk not in {one.pk for one in rows}:
        raise errors.TooLateToChange
    event_rules.check_event(given)
    changed = []
    for one in rows:
        wall = series_rules.wall_of(given.starts, series.rhythm, _number(one) - _number(event))
        starts = given.starts if one.pk == event.pk else series_rules.shown_wall(wall, one.time_zone)
        typed = replace(given, starts=starts)
        changed.append(
            change_event(actor=actor, event_id=one.pk, given=typed, now=now, reconfirm=reconfirm, word=word)
        )
    Event.objects.filter(pk__in=[one.pk for one in rows]).update(is_apart=False)
    anchor = {
        "anchor_wall": given.starts.isoformat(timespec="minutes"),
        "anchor_number": _number(event),
    }
    EventSeries.objects.filter(pk=series.pk).update(**anchor)
    return changed


@transaction.atomic
def end_series(*, actor: Actor, event_id: int, how: str, now: datetime, word: str = "") -> EventSeries:
    """No more are planned; with ``how`` those that are open are called off, too. Repeating changes nothing.

    Raises: NotFound, DoesNotRepeat, UnknownChoice.
    """
    series, event = _locked(actor, event_id, verb="groups.call-off-event")
    if how not in Ending.values:
        raise errors.UnknownChoice(field="how")
    if how != Ending.LATER:
        for one in _meant(series, event, is_all=how == Ending.ALL, now=now):
            call_off_event(actor=actor, event_id=one.pk, now=now, word=word)
    if series.state == SeriesState.OPEN:
        series.end(actor=actor, why=how)
    return series


def _locked(actor: Actor, event_id: int, *, verb: str) -> tuple[EventSeries, Event]:
    """The series first, then its events: the order in which the job takes them, too."""
    event = Event.objects.select_related("group").filter(pk=event_id).first()
    allow(actor, verb, event)
    if event is None:
        raise NotFound
    if event.series_id is None:
        raise series_errors.DoesNotRepeat
    series = lock_series(event.series_id)
    return series, Event.objects.get(pk=event_id)


def _meant(series: EventSeries, event: Event, *, is_all: bool, now: datetime) -> Sequence[Event]:
    rows = Event.objects.filter(series=series, state__in=NOT_BEGUN, starts_at__gt=now)
    if not is_all:
        rows = rows.filter(series_number__gte=_number(event))
    return list(rows.order_by("series_number"))


def _follows_its_series(event: Event) -> bool:
    return not event.is_apart and event.state != EventState.POSTPONED


def _number(event: Event) -> int:
    return event.series_number or 0
