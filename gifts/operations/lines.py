"""A line of recipients: the first are asked, the rest wait; a "no" serves the next one at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from accounts.queries import active_ids
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import NotFound, Stale
from common.registries import giver_halts
from common.texts import Texts
from gifts import errors, facts
from gifts.models import Gift, GiftOffer, Item, LinePlace, OfferLine
from gifts.operations import stock_moves
from gifts.operations.earmarks import promised_purpose
from gifts.operations.offers import fact_about, hold_out
from gifts.states import GiftState, PlaceState
from outbox.facts import record_all


@dataclass(frozen=True, kw_only=True)
class LinePrize:
    """One unit to give. ``key`` is unique in its line, like "shoes/1"."""

    item_id: int
    key: str


@transaction.atomic
def open_line(
    *,
    actor: Actor,
    source: str,
    prizes: Sequence[LinePrize],
    recipients: Sequence[int],
    offer_hours: int,
    now: datetime,
    sender_ref: str = "",
    reason: Texts | None = None,
    purpose: str = "",
) -> OfferLine:
    """Reserve a unit per prize and offer them to the first recipients, in order; the rest wait.

    ``recipients`` are member ids, each once; prize i goes to the i-th of those who are still members.
    Prizes beyond the recipients are not reserved. Where units are promised for ``purpose``, it is those.
    All or nothing. The same ``source`` again gives the same line.

    Raises: NotFound (an unknown item), ItemRetired, SoldOut.
    """
    items = _items(actor, prizes)
    line, created = OfferLine.objects.get_or_create(
        source=source,
        defaults={
            "sender_ref": sender_ref,
            "reason": dict(reason or {}),
            "offer_hours": offer_hours,
            "created_at": now,
        },
    )
    if not created:
        return line
    purposes = {item_id: promised_purpose(item_id, purpose) for item_id in items}
    there = active_ids(recipients)  # between a draw and its prizes people may leave
    pairs = list(zip(prizes, (one for one in recipients if one in there), strict=False))
    gifts = Gift.objects.bulk_create(
        [
            _gift_of(line, items[prize.item_id], prize.key, member_id, purposes[prize.item_id], now)
            for prize, member_id in pairs
        ]
    )
    asked = {member_id: gift for gift, (_prize, member_id) in zip(gifts, pairs, strict=True)}
    _seat(line, recipients, asked, there)
    _offer_all(line, [(gift, member_id) for member_id, gift in asked.items()], now)
    for _item_id, group in groupby(sorted(gifts, key=lambda gift: (gift.item_id, gift.pk)), _item_of):
        stock_moves.claim_units(gifts=list(group), actor=actor, now=now)
    return line


def _item_of(gift: Gift) -> int:
    return gift.item_id


def _items(actor: Actor, prizes: Sequence[LinePrize]) -> dict[int, Item]:
    items = Item.objects.in_bulk({prize.item_id for prize in prizes})
    for prize in prizes:
        if prize.item_id not in items:
            raise NotFound
    for item in items.values():
        allow(actor, "gifts.offer-gift", item)
    return items


def _gift_of(line: OfferLine, item: Item, key: str, member_id: int, purpose: str, now: datetime) -> Gift:
    return Gift(
        item=item,
        line=line,
        source=f"{line.source}#{key}",
        purpose=purpose,
        sender_ref=line.sender_ref,
        reason=line.reason,
        recipient_id=member_id,
        state=GiftState.OFFERED,
        created_at=now,
    )


def _seat(line: OfferLine, recipients: Sequence[int], asked: Mapping[int, Gift], there: set[int]) -> None:
    """Everybody's place; those with a gift are being asked, those who have left are passed by."""
    places = []
    for position, member_id in enumerate(recipients):
        place = LinePlace(line=line, position=position, member_id=member_id)
        if member_id in asked:
            place.state, place.gift = PlaceState.OFFERED, asked[member_id]
        elif member_id not in there:
            place.state = PlaceState.PASSED
        places.append(place)
    LinePlace.objects.bulk_create(places, batch_size=1000)


def _offer_all(line: OfferLine, pairs: Sequence[tuple[Gift, int]], now: datetime) -> None:
    expires_at = offer_end(line)
    GiftOffer.objects.bulk_create(
        [
            GiftOffer(gift=gift, recipient_id=member_id, offered_at=now, expires_at=expires_at)
            for gift, member_id in pairs
        ]
    )
    news = [
        (
            fact_about(facts.GiftOffered, gift, recipient_id=member_id, line=line.source, now=now),
            gift.public_id,
        )
        for gift, member_id in pairs
    ]
    record_all(news)


def offer_end(line: OfferLine) -> datetime:
    """By the database's clock, which also decides when the offer is over."""
    return db_now() + timedelta(hours=line.offer_hours)


def serve_place(gift: Gift, *, actor: Actor) -> None:
    """The one who was asked said yes."""
    for place in LinePlace.objects.filter(gift_id=gift.pk, state=PlaceState.OFFERED):
        place.serve(actor=actor)


def halted_givers() -> set[str]:
    """Whose lines stand still: nobody is asked in them before they go on. One statement a source."""
    return {scope for halt in giver_halts for scope in halt.halted()}


def pass_to_next(gift: Gift, *, actor: Actor, why: str, now: datetime) -> int | None:
    """Move an offered gift on to the next one waiting in its line; their member id, or None.

    Runs inside the transaction of the "no": the unit never leaves the gift, so nobody outside the line
    can take it in between.

    Raises: LineHalted.
    """
    if gift.line is None:
        return None
    if gift.line.sender_ref in halted_givers():
        raise errors.LineHalted
    for place in LinePlace.objects.filter(gift_id=gift.pk, state=PlaceState.OFFERED):
        place.pass_by(actor=actor, why=why)
    for place in _waiting(gift.line):
        try:
            place.call_up(gift.pk, actor=SYSTEM)
        except Stale:
            continue  # another gift's "no" called this person first
        gift.take_back(actor=actor, why=why)
        gift.offer_to(place.member_id, actor=SYSTEM)
        hold_out(
            gift,
            recipient_id=place.member_id,
            line=gift.line.source,
            expires_at=offer_end(gift.line),
            now=now,
        )
        return place.member_id
    return None


def _waiting(line: OfferLine) -> Iterator[LinePlace]:
    """Those who wait, in order, looked up again each time; members who have left are passed by."""
    while True:
        place = (
            LinePlace.objects.filter(line=line, state=PlaceState.WAITING)
            .select_related("member")
            .order_by("position")
            .first()
        )
        if place is None:
            return
        if place.member.state != "active":
            place.pass_by(actor=SYSTEM, why="member-not-active")
            continue
        yield place


@transaction.atomic
def withdraw_place(*, actor: Actor, source: str, member_id: int, reason: str) -> bool:
    """Take somebody who still waits out of a line, as after a disqualification. True if they were waiting."""
    allow(actor, "gifts.withdraw-place")
    place = LinePlace.objects.filter(
        line__source=source, member_id=member_id, state=PlaceState.WAITING
    ).first()
    if place is None:
        return False
    place.pass_by(actor=actor, why=reason)
    return True
