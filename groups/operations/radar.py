"""Looking for what repeats itself or rises suddenly, and saying that one has seen it."""

from datetime import datetime, timedelta

from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.errors import NotFound
from groups import facts, queries, radar_rules
from groups.models import RadarItem, RadarSpot
from groups.radar_states import BASELINE_DAYS, SPIKE_WITHIN, WITHIN, RadarKind, RadarState
from outbox.facts import record


def sweep_radar(*, now: datetime) -> int:
    """Every group where something came in, each in its own transaction; returns how many spots are new.

    Repeating it changes nothing; after lost hours it finds what it would have found.
    """
    return sum(_sweep(group_id, now=now) for group_id in queries.groups_on_radar(since=now - WITHIN))


@transaction.atomic
def _sweep(group_id: int, *, now: datetime) -> int:
    found = sum(
        _note_topic(group_id, refs, now=now)
        for refs in radar_rules.topics(queries.texts_on_radar(group_id=group_id, since=now - WITHIN))
    )
    found += _note_spike(group_id, now=now)
    old = RadarSpot.objects.filter(group_id=group_id, state=RadarState.OPEN, last_at__lt=now - WITHIN)
    for spot in old.order_by("pk"):
        spot.fade(actor=SYSTEM)
    return found


def _note_topic(group_id: int, refs: list[str], *, now: datetime) -> int:
    """New parts join the topic that is open; what a steward has seen takes three new ones to come back."""
    known = queries.items_among(refs)
    new = radar_rules.fresh(refs, known)
    spots = [item.spot for item in known.values() if item.spot.state == RadarState.OPEN]
    if not new or (not spots and len(new) < radar_rules.TOPIC_SIZE):
        return 0
    if spots:
        spot = min(spots, key=lambda one: one.pk)
        spot.grow(size=spot.size + len(new), now=now)
    else:
        spot = _raise(group_id, RadarKind.TOPIC, len(new), now=now)
    for ref in new:
        name, _colon, key = ref.partition(":")
        RadarItem.objects.create(spot=spot, **{f"{name}_id": int(key)})
    return 0 if spots else 1


def _note_spike(group_id: int, *, now: datetime) -> int:
    """One open spike per group; the next one begins a day after the last grew."""
    since = now - SPIKE_WITHIN
    today = queries.came_in(group_id=group_id, since=since, before=now + timedelta(seconds=1))
    past = queries.came_in(group_id=group_id, since=since - timedelta(days=BASELINE_DAYS), before=since)
    if not radar_rules.is_spike(today=today, before=past, days=BASELINE_DAYS):
        return 0
    spikes = RadarSpot.objects.filter(group_id=group_id, kind=RadarKind.SPIKE)
    live = spikes.filter(state=RadarState.OPEN).first()
    if live is not None:
        if today > live.size:
            live.grow(size=today, now=now)
        return 0
    if spikes.filter(last_at__gt=since).exists():
        return 0
    _raise(group_id, RadarKind.SPIKE, today, now=now)
    return 1


def _raise(group_id: int, kind: str, size: int, *, now: datetime) -> RadarSpot:
    spot = RadarSpot.objects.create(group_id=group_id, kind=kind, size=size, opened_at=now, last_at=now)
    news = facts.RadarRaised(
        spot_id=spot.pk,
        group_id=group_id,
        kind=kind,
        steward_ids=queries.steward_ids(group_id=group_id),
        occurred_at=now.isoformat(),
    )
    record(news, subject=spot.public_id)
    return spot


@transaction.atomic
def see_spot(*, actor: Actor, public_id: str) -> RadarSpot:
    """A steward has looked: it leaves the desk. Repeating changes nothing. Raises: NotFound."""
    spot = queries.spot_by_id(public_id)
    allow(actor, "groups.see-spot", spot)
    if spot is None:
        raise NotFound
    if spot.state == RadarState.OPEN:
        spot.see(actor=actor)
    return spot
