"""Entering a draw, and being left out of it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from campaigns.draw_errors import EnoughEntries, EntriesClosed, NoDraw, NoEntry
from campaigns.draw_states import DrawState
from campaigns.models.draw import Draw, DrawEntry, DrawSlice, DrawTicket
from campaigns.operations.draws.setup import SLICES, open_draw
from campaigns.states import ISSUING_STATES
from common.access import SYSTEM, Actor
from outbox.audit import note

# What the trigger of migration "draws_written_once" says.
FROZEN_LIST = "the list of entries is frozen"


@contextmanager
def _unless_frozen() -> Iterator[None]:
    """The list was frozen between our look and our write: the trigger's word becomes the refusal."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if FROZEN_LIST not in str(error):
            raise
        raise EntriesClosed from error


def add_entry(*, campaign_id: int, reward_id: int, member_id: int, weight: int, now: datetime) -> DrawEntry:
    """Put a reward into the drum, inside the transaction that grants it.

    A person has one entry with one random key; further rewards make it heavier, up to the published number
    of tickets. The same reward again changes nothing.

    Raises: NoDraw, EntriesClosed, EnoughEntries.
    """
    with _unless_frozen():
        ticket = DrawTicket.objects.select_related("entry").filter(reward_id=reward_id).first()
        if ticket is not None:
            return ticket.entry
        entry = _entry_of(_taking_entries(campaign_id), member_id, now)
        return _add_ticket(entry, reward_id=reward_id, weight=weight, now=now)


def _taking_entries(campaign_id: int) -> Draw:
    """Opens a committed draw of a running campaign: a late worker must not cost anybody an entry."""
    draw = Draw.objects.select_related("campaign").filter(campaign_id=campaign_id).order_by("-pk").first()
    if draw is None:
        raise NoDraw
    if draw.state == DrawState.COMMITTED and draw.campaign.state in ISSUING_STATES:
        draw = open_draw(draw_id=draw.pk)
    if draw.state != DrawState.OPEN:
        raise EntriesClosed
    return draw


def _entry_of(draw: Draw, member_id: int, now: datetime) -> DrawEntry:
    entry = DrawEntry(
        draw=draw,
        member_id=member_id,
        entry_key=UUID(bytes=secrets.token_bytes(16)),
        slot=secrets.randbelow(SLICES),
        max_tickets=draw.max_tickets,
        created_at=now,
    )
    theirs = DrawEntry.objects.filter(draw=draw, member_id=member_id)
    former = theirs.first()
    if former is not None:
        return former
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        former = theirs.first()
        if former is None:
            raise
        return former
    return entry


def _add_ticket(entry: DrawEntry, *, reward_id: int, weight: int, now: datetime) -> DrawEntry:
    try:
        with transaction.atomic():
            DrawTicket.objects.create(entry=entry, reward_id=reward_id, weight=weight, entered_at=now)
    except IntegrityError:
        ticket = DrawTicket.objects.select_related("entry").filter(reward_id=reward_id).first()
        if ticket is None:
            raise
        return ticket.entry
    room = DrawEntry.objects.filter(pk=entry.pk, tickets__lt=F("max_tickets"))
    if room.update(tickets=F("tickets") + 1, weight=F("weight") + weight) != 1:
        raise EnoughEntries
    entry.refresh_from_db()
    if not entry.excluded_code:
        _count(entry, entries=1 if entry.tickets == 1 else 0, weight=weight)
    return entry


def _count(entry: DrawEntry, *, entries: int, weight: int) -> None:
    """The hot row, last. Its lock is what the freeze waits for; a closed one undoes the whole entry."""
    share = DrawSlice.objects.filter(draw_id=entry.draw_id, slot=entry.slot, is_open=True)
    if share.update(entries=F("entries") + entries, weight=F("weight") + weight) != 1:
        raise EntriesClosed


def exclude_entry(
    *, campaign_id: int, member_id: int, code: str, actor: Actor = SYSTEM, why: str = ""
) -> DrawEntry:
    """Leave somebody out of the drum, with a reason code that the receipt shows. Again changes nothing.

    Raises: NoEntry, EntriesClosed (the list is frozen).
    """
    with _unless_frozen():
        live = DrawEntry.objects.exclude(draw__state=DrawState.VOID)
        entry = live.filter(draw__campaign_id=campaign_id, member_id=member_id).first()
        if entry is None:
            raise NoEntry
        if DrawEntry.objects.filter(pk=entry.pk, excluded_code="").update(excluded_code=code) != 1:
            return entry
        entry.refresh_from_db()
        _count(entry, entries=-1, weight=-entry.weight)
        note(
            actor, verb="exclude-entry", kind="campaigns.drawentry", key=entry.entry_key.hex, why=why or code
        )
    return entry


def readmit_entry(*, campaign_id: int, member_id: int, code: str) -> bool:
    """Let somebody who was left out for this reason count again; whether that changed something.

    Raises: EntriesClosed (the list is frozen).
    """
    with _unless_frozen():
        mine = DrawEntry.objects.filter(
            draw__campaign_id=campaign_id, member_id=member_id, excluded_code=code
        )
        entry = mine.exclude(draw__state=DrawState.VOID).first()
        if entry is None or mine.filter(pk=entry.pk).update(excluded_code="") != 1:
            return False
        entry.refresh_from_db()
        _count(entry, entries=1, weight=entry.weight)
        note(SYSTEM, verb="readmit-entry", kind="campaigns.drawentry", key=entry.entry_key.hex, why=code)
    return True
