"""Events in: each is taken once per site and id, whatever else stood in the same call.

Taking is one INSERT and one job for the whole call; the news of it (``EventReceived``) is told by the job.
So a burst costs the site's server milliseconds, and nothing is lost when nobody works it in just now.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.queries import active_ids, active_ids_by_public_id
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import NotFound, Stale
from connect import errors, facts, queries, rules
from connect.clicks import member_of_click
from connect.models import Event, Site
from connect.rules import Reading, Unreadable
from connect.states import MOST_EVENTS, Taken
from outbox.facts import Fact, record_all
from outbox.jobs import Work, add


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What became of one event: ``code`` and ``where`` say why it was refused."""

    event_id: str
    taken: Taken
    code: str = ""
    where: str = ""


def external_index(site: Site, external_id: str) -> str:
    """A site's own id of its customer, found without being kept."""
    return blind_index(external_id, purpose=f"connect.customer:{site.public_id}")


@transaction.atomic
def receive_events(*, actor: Actor, site_id: int, raws: Sequence[object], now: datetime) -> list[Item]:
    """Take up to 500 events, each by itself; the answers stand in the order in which they came.

    Repeating gives ``duplicate`` and changes nothing; the same id with other contents is refused.

    Raises: NotFound, SiteRetired, TooManyEvents.
    """
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound
    allow(actor, "connect.send-events", site)
    return take_in(site, raws, now=now)


def take_in(site: Site, raws: Sequence[object], *, now: datetime) -> list[Item]:
    """Inside the caller's transaction; also for imports. Five statements and a job, however many."""
    if site.retired_at:
        raise errors.SiteRetired
    if not 0 < len(raws) <= MOST_EVENTS:
        raise errors.TooManyEvents(limit=MOST_EVENTS)
    answers: list[Item | None] = [None] * len(raws)
    readings: dict[int, Reading] = {}
    for place, raw in enumerate(raws):
        try:
            readings[place] = rules.read_event(raw, now=now)
        except Unreadable as error:
            answers[place] = _refused(rules.event_id_of(raw), error)
    _check_shapes(readings, answers)
    batch = uuid.uuid4()
    rows = _rows(site, readings, answers, batch=batch, now=now)
    if rows:
        Event.objects.bulk_create(rows.values(), ignore_conflicts=True)
        _tell_which_were_new(site, readings, rows, answers, batch)
    return [answer for answer in answers if answer is not None]


def _refused(event_id: str, error: Unreadable) -> Item:
    return Item(event_id=event_id, taken=Taken.REFUSED, code=error.code, where=error.where)


def _check_shapes(readings: dict[int, Reading], answers: list[Item | None]) -> None:
    """Against the registry: one statement, each shape compiled once per call."""
    types = queries.types_named({reading.name for reading in readings.values()})
    shapes = {name: rules.compiled(found.schema) for name, found in types.items()}
    for place, reading in list(readings.items()):
        try:
            if reading.name not in shapes:
                raise Unreadable("unknown-event", "name")
            rules.check_properties(shapes[reading.name], reading.properties)
        except Unreadable as error:
            answers[place] = _refused(reading.event_id, error)
            del readings[place]


def _rows(
    site: Site, readings: dict[int, Reading], answers: list[Item | None], *, batch: uuid.UUID, now: datetime
) -> dict[int, Event]:
    """{place: row}. A customer who isn't linked yet leaves the member empty; unknown members are refused."""
    indexes = {
        place: external_index(site, reading.whom)
        for place, reading in readings.items()
        if reading.who == "external_id"
    }
    linked = queries.linked_members(site.pk, set(indexes.values())) if indexes else {}
    named = _named(site, readings)
    rows: dict[int, Event] = {}
    for place, reading in list(readings.items()):
        index = indexes.get(place, "")
        member_id = linked.get(index) if index else named.get(reading.whom)
        if member_id is None and not index:
            answers[place] = _refused(reading.event_id, Unreadable("unknown-member", reading.who))
            del readings[place]
            continue
        rows[place] = Event(
            site=site,
            event_id=reading.event_id,
            name=reading.name,
            member_id=member_id,
            external_index=index,
            value_minor=reading.value_minor,
            currency=reading.currency,
            properties=reading.properties,
            occurred_at=reading.occurred_at,
            received_at=now,
            batch=batch,
            body_hash=reading.body_hash,
        )
    return rows


def _named(site: Site, readings: dict[int, Reading]) -> dict[str, int]:
    """{public id or click token: member id}. One statement."""
    whose: dict[str, str] = {}
    for reading in readings.values():
        if reading.who == "member":
            whose[reading.whom] = reading.whom
        elif reading.who == "click" and (member := member_of_click(reading.whom, site=site.public_id)):
            whose[reading.whom] = member
    ids = active_ids_by_public_id(set(whose.values())) if whose else {}
    return {said: ids[public_id] for said, public_id in whose.items() if public_id in ids}


def _tell_which_were_new(
    site: Site,
    readings: dict[int, Reading],
    rows: dict[int, Event],
    answers: list[Item | None],
    batch: uuid.UUID,
) -> None:
    """What stands there now says it: whose call brought it, and with which contents. Then one job."""
    kept = Event.objects.filter(site=site, event_id__in={row.event_id for row in rows.values()})
    stored = {event_id: rest for event_id, *rest in kept.values_list("event_id", "batch", "body_hash")}
    told: set[str] = set()
    for place in rows:
        reading = readings[place]
        whose, body_hash = stored[reading.event_id]
        if body_hash != reading.body_hash:
            answers[place] = _refused(reading.event_id, Unreadable(rules.EVENT_ID_REUSED, "event_id"))
        elif whose == batch and reading.event_id not in told:
            told.add(reading.event_id)
            answers[place] = Item(event_id=reading.event_id, taken=Taken.ACCEPTED)
        else:
            answers[place] = Item(event_id=reading.event_id, taken=Taken.DUPLICATE)
    if told:
        add([publishing(batch)])


def publishing(batch: uuid.UUID) -> Work:
    return Work(
        kind="connect.publish-events", payload={"batch": str(batch)}, dedupe=f"connect.publish:{batch}"
    )


@transaction.atomic
def publish_batch(*, batch: str, now: datetime) -> int:
    """Tell what a call brought, oldest first; returns how many. Repeatable: each event is told once.

    Customers who were linked while the call was on its way are found here: whichever of the two commits
    later sees the other.
    """
    mine = Event.objects.filter(batch=batch, published_at__isnull=True)
    _find_linked(mine.filter(member__isnull=True))
    return publish(mine, now=now)


def _find_linked(events: QuerySet[Event]) -> None:
    found = list(events)
    for site_id in {event.site_id for event in found}:
        own = [event for event in found if event.site_id == site_id]
        linked = queries.linked_members(site_id, {event.external_index for event in own})
        for event in own:
            if event.external_index in linked:
                Event.objects.filter(pk=event.pk).update(member_id=linked[event.external_index])


def publish(waiting: QuerySet[Event], *, now: datetime) -> int:
    """Inside the caller's transaction. Nothing is told of members who are gone or suspended meanwhile.

    The rows are locked before they are read (SQLite has one writer anyway), so two tellers share no event.
    """
    ready = waiting.filter(published_at__isnull=True, member__isnull=False)
    found = list(ready.select_for_update(of=("self",)).select_related("site").order_by("occurred_at", "pk"))
    mine = Event.objects.filter(pk__in=[event.pk for event in found], published_at__isnull=True)
    if mine.update(published_at=now) != len(found):
        raise Stale
    here = active_ids([event.member_id for event in found if event.member_id])
    news: list[tuple[Fact, str]] = [
        (_fact(event, event.member_id), f"{event.site.slug}/{event.event_id}"[:80])
        for event in found
        if event.member_id in here and event.member_id is not None
    ]
    if news:
        record_all(news)
    return len(news)


def _fact(event: Event, member_id: int) -> facts.EventReceived:
    return facts.EventReceived(
        member_id=member_id,
        name=event.name,
        value_minor=event.value_minor or 0,
        occurred_at=event.occurred_at.isoformat(),
        source=event.site.slug,
        brand=event.site.brand_ref,
        event_id=event.pk,
    )
