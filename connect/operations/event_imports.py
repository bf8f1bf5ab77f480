"""A file of events: cut into sealed parts at once, worked in by a job, part by part, each on its own."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F

from common.access import SYSTEM, Actor, allow
from common.crypto import open_secret, seal_secret
from common.errors import NotFound
from connect import errors, queries
from connect.callers import SiteCaller
from connect.file_rules import MOST_TOLD, read_file, typed
from connect.models import EventImport, EventImportPart, Site
from connect.operations.ingest import Item, take_in
from connect.rules import EVENT_ID_REUSED, fingerprint_of
from connect.states import MOST_EVENTS, EventFileFormat, EventImportState, Taken
from outbox import audit
from outbox.jobs import Work, add


@transaction.atomic
def start_event_import(
    *, actor: Actor, site_id: int, chunks: Iterable[bytes], format: str, dry_run: bool, now: datetime
) -> EventImport:
    """Keep a file of events, sealed, for the job that takes them in. Nothing is taken yet.

    ``dry_run`` only counts and names what would be refused. Sending a file again takes nothing twice.

    Raises: NotFound, SiteRetired, BadFormat, EventFileTooLarge, EventFileNotText, BadHeader, NoEvents.
    """
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound
    allow(actor, "connect.import-events", site)
    if site.retired_at:
        raise errors.SiteRetired
    if format not in EventFileFormat.values:
        raise errors.BadFormat(field="format")
    by = None if isinstance(actor, SiteCaller) else actor.pk
    made = EventImport(site=site, actor_id=by, format=format, dry_run=dry_run, created_at=now)
    made.save(force_insert=True)
    _keep_parts(made, chunks)
    audit.note(actor, verb="import-events", kind="connect.site", key=site.public_id)
    add(
        [
            Work(
                kind="connect.import-events",
                payload={"import_id": made.pk},
                dedupe=f"connect.import:{made.public_id}",
            )
        ]
    )
    return made


def _keep_parts(made: EventImport, chunks: Iterable[bytes]) -> None:
    found = read_file(chunks, format=made.format)
    while piece := list(islice(found, MOST_EVENTS)):
        aad = EventImportPart.aad(made.public_id, made.parts_total)
        sealed = seal_secret(json.dumps(piece), aad=aad)
        EventImportPart.objects.create(source=made, number=made.parts_total, sealed=sealed)
        made.parts_total += 1
        made.events += len(piece)
    if not made.parts_total:
        raise errors.NoEvents(field="file")
    EventImport.objects.filter(pk=made.pk).update(parts_total=made.parts_total, events=made.events)


def run_event_import(*, import_id: int, now: datetime) -> None:
    """Take in what is left of a file, each part in a transaction of its own. Repeatable after any end."""
    source = EventImport.objects.select_related("site").filter(pk=import_id).first()
    if source is None or source.state not in (EventImportState.WAITING, EventImportState.RUNNING):
        return
    if source.state == EventImportState.WAITING:
        with transaction.atomic():
            source.start(actor=SYSTEM)
    try:
        if source.dry_run:
            _only_look(source, now=now)
        else:
            while _take_next(source, now=now):
                pass
    except errors.SiteRetired as refused:
        with transaction.atomic():
            source.fail(actor=SYSTEM, why=refused.code, now=now)
            source.parts.all().delete()
        return
    with transaction.atomic():
        source.finish(actor=SYSTEM, now=now)
        source.parts.all().delete()


def _take_next(source: EventImport, *, now: datetime) -> bool:
    """One part: its events, the counts and the part's end are one commit. False when all are in.

    The import's row is touched first, so that of two workers one waits and then finds the part gone.
    """
    with transaction.atomic():
        EventImport.objects.filter(pk=source.pk).update(parts_total=F("parts_total"))
        part = source.parts.order_by("number").first()
        if part is None:
            return False
        found = _opened(source, part)
        taken = take_in(source.site, [raw for _line, raw in found], now=now)
        _write_down(source.pk, list(zip((line for line, _raw in found), taken, strict=True)))
        part.delete()
    return True


def _only_look(source: EventImport, *, now: datetime) -> None:
    """From the beginning, whatever an earlier try had counted; what is taken in is undone at once."""
    EventImport.objects.filter(pk=source.pk).update(
        parts_done=0, accepted=0, duplicates=0, refused=0, told=[]
    )
    before: dict[str, str] = {}
    for number in range(source.parts_total):
        found = _opened(source, source.parts.get(number=number))
        with transaction.atomic():
            taken = take_in(source.site, [raw for _line, raw in found], now=now)
            transaction.set_rollback(True)
        taken = [_as_repeated(item, raw, before) for (_line, raw), item in zip(found, taken, strict=True)]
        with transaction.atomic():
            _write_down(source.pk, list(zip((line for line, _raw in found), taken, strict=True)))


def _as_repeated(item: Item, raw: Any, before: dict[str, str]) -> Item:
    """What an earlier part would have brought is known: a duplicate, or its id with other contents."""
    if item.taken != Taken.ACCEPTED:
        return item
    said = fingerprint_of(raw)
    if item.event_id not in before:
        before[item.event_id] = said
        return item
    if before[item.event_id] == said:
        return Item(event_id=item.event_id, taken=Taken.DUPLICATE)
    return Item(event_id=item.event_id, taken=Taken.REFUSED, code=EVENT_ID_REUSED, where="event_id")


def _opened(source: EventImport, part: EventImportPart) -> list[tuple[int, Any]]:
    text = open_secret(part.sealed, aad=EventImportPart.aad(source.public_id, part.number))
    found = [(line, raw) for line, raw in json.loads(text)]
    if source.format != EventFileFormat.CSV:
        return found
    names = {str(raw.get("name")) for _line, raw in found if isinstance(raw, dict)}
    schemas = {name: kind.schema for name, kind in queries.types_named(names).items()}
    return [(line, typed(raw, schemas)) for line, raw in found]


def _write_down(import_id: int, taken: list[tuple[int, Item]]) -> None:
    """Neither ids nor values are kept of what was refused: the line says where to look."""
    source = EventImport.objects.get(pk=import_id)
    refused = [[line, item.code, item.where] for line, item in taken if item.taken == Taken.REFUSED]
    kinds = [item.taken for _line, item in taken]
    source.told += refused[: max(0, MOST_TOLD - len(source.told))]
    EventImport.objects.filter(pk=import_id).update(
        told=source.told,
        parts_done=F("parts_done") + 1,
        accepted=F("accepted") + kinds.count(Taken.ACCEPTED),
        duplicates=F("duplicates") + kinds.count(Taken.DUPLICATE),
        refused=F("refused") + len(refused),
    )
