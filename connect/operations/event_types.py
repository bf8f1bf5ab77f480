"""The registry of what sites may send."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from common.access import Actor, allow
from connect import errors
from connect.models import EventType
from connect.rules import why_no_schema
from outbox import audit


@transaction.atomic
def create_event_type(
    *, actor: Actor, name: str, title: str, schema: Mapping[str, Any], now: datetime
) -> EventType:
    """A shape is never changed: what was accepted under it stays readable. Raises: BadSchema, NameTaken."""
    allow(actor, "connect.keep-event-types")
    if why := why_no_schema(schema):
        raise errors.BadSchema(field="schema", why=why)
    made = EventType(name=name, title=title[:120], schema=dict(schema), created_at=now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise errors.NameTaken(field="name") from None
    audit.note(actor, verb="create", kind="connect.eventtype", key=name)
    return made


@transaction.atomic
def retire_event_type(*, actor: Actor, type_id: int, now: datetime) -> None:
    """From now on sites are refused it. Repeating changes nothing."""
    allow(actor, "connect.keep-event-types")
    live = EventType.objects.filter(pk=type_id, retired_at__isnull=True)
    if live.update(retired_at=now):
        name = EventType.objects.values_list("name", flat=True).get(pk=type_id)
        audit.note(actor, verb="retire", kind="connect.eventtype", key=name)
