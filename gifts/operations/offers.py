"""Holding a gift out to somebody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Subquery, Sum

from common.access import Actor, allow
from common.clock import DbNow
from common.errors import NotFound, Unavailable
from common.texts import Texts
from gifts import errors, facts
from gifts.models import Earmark, Gift, GiftOffer, Item, StockBalance, free_units
from gifts.operations import stock_moves
from gifts.rules import Window
from gifts.states import Answer, GiftState, ItemState
from outbox.facts import record

# Each lost try means that somebody else won a unit meanwhile; this many in a row is a busy day.
MOST_TRIES = 50


def offer_gift(
    *,
    actor: Actor,
    item_id: int,
    recipient_id: int,
    source: str,
    sender_ref: str,
    expires_at: datetime,
    now: datetime,
    window: Window | None = None,
    reason: Texts | None = None,
    sequence: int = 1,
    purpose: str = "",
) -> Gift:
    """Reserve one unit, one that is promised for ``purpose`` where there are such, and hold it out.

    The same ``source`` and ``sequence`` again gives the same gift, whatever became of it, and takes no
    second unit. ``window`` is checked by the database's clock in the statement that takes the unit.

    Raises: NotFound (no such item), SoldOut, ItemRetired, NotYetOpen, Closed, Unavailable.
    """
    shelf = _glance(item_id, source, sequence, purpose)
    allow(actor, "gifts.offer-gift", shelf.item)
    for attempt in range(MOST_TRIES):
        if shelf.former_id is not None:
            return Gift.objects.get(pk=shelf.former_id)
        _shed(shelf, window)
        gift = Gift(
            item=shelf.item,
            source=source,
            sequence=sequence,
            purpose=shelf.purpose,
            sender_ref=sender_ref,
            reason=dict(reason or {}),
            recipient_id=recipient_id,
            state=GiftState.OFFERED,
            created_at=now,
        )
        try:
            with transaction.atomic():
                gift.save(force_insert=True)
                hold_out(gift, recipient_id=recipient_id, line="", expires_at=expires_at, now=now)
                stock_moves.claim_unit(gift=gift, window=window, wait=attempt > 0, actor=actor, now=now)
            return gift
        except IntegrityError as error:
            return _twin(source, sequence, error)
        except stock_moves.NoUnit:
            shelf = _glance(item_id, source, sequence, purpose)
    raise Unavailable


def _twin(source: str, sequence: int, error: IntegrityError) -> Gift:
    """The gift that somebody made for the same source a moment earlier; without one the error was another."""
    twin = Gift.objects.filter(source=source, sequence=sequence).first()
    if twin is None:
        raise error
    return twin


@dataclass(frozen=True, kw_only=True)
class _Shelf:
    """What one unlocked read tells: the item, the units there are for this, the clock, an earlier gift.

    ``purpose``: empty where nothing is promised for it.
    """

    item: Item
    left: int
    clock: datetime
    former_id: int | None
    purpose: str


def _glance(item_id: int, source: str, sequence: int, purpose: str) -> _Shelf:
    """One statement. Raises: NotFound."""
    slices = StockBalance.objects.filter(item_id=OuterRef("pk")).order_by().values("item_id")
    seen = (
        Item.objects.filter(pk=item_id)
        .annotate(
            free=Subquery(slices.annotate(units=Sum(free_units())).values("units")),
            promised=Subquery(slices.annotate(units=Sum("earmarked")).values("units")),
            is_promised=Exists(Earmark.objects.filter(item_id=OuterRef("pk"), purpose=purpose)),
            clock=DbNow(),
            former_id=Subquery(Gift.objects.filter(source=source, sequence=sequence).values("pk")),
        )
        .first()
    )
    if seen is None:
        raise NotFound
    return _Shelf(
        item=seen,
        left=(seen.promised if seen.is_promised else seen.free) or 0,
        clock=seen.clock,
        former_id=seen.former_id,
        purpose=purpose if seen.is_promised else "",
    )


def _shed(shelf: _Shelf, window: Window | None) -> None:
    """Spare losers the rest. Nothing is decided in anybody's favour here: the claim looks again.

    What others hold uncommitted still counts as left, so that nobody is refused for a claim that may
    be rolled back.
    """
    if shelf.item.state != ItemState.ACTIVE:
        raise errors.ItemRetired
    (window or Window()).check(shelf.clock)
    if shelf.left <= 0:
        raise errors.SoldOut


def hold_out(gift: Gift, *, recipient_id: int, line: str, expires_at: datetime, now: datetime) -> None:
    """One open offer, and the news of it."""
    offer = GiftOffer(gift=gift, recipient_id=recipient_id, offered_at=now, expires_at=expires_at)
    offer.save(force_insert=True)
    news = fact_about(facts.GiftOffered, gift, recipient_id=recipient_id, line=line, now=now)
    record(news, subject=gift.public_id)


def gift_with_item(gift_id: int) -> Gift | None:
    """As it stands, with its item and its line."""
    return Gift.objects.select_related("item", "line").filter(pk=gift_id).first()


def line_source(gift: Gift) -> str:
    return gift.line.source if gift.line is not None else ""


def close_offer(gift: Gift, member_id: int, answer: Answer, *, now: datetime, phrase: str = "") -> GiftOffer:
    """Close the member's open offer. Whoever closes it has the gift: the yes, the no or the clock.

    Raises: OfferOver, AlreadyAnswered.
    """
    mine = GiftOffer.objects.filter(gift_id=gift.pk, recipient_id=member_id)
    in_time = mine.filter(answer="", expires_at__gt=DbNow())
    closed = in_time.update(answer=answer, answered_at=now, phrase=phrase) == 1
    offer = mine.first()
    if closed and offer is not None:
        return offer
    if offer is None or offer.answer in ("", Answer.EXPIRED):
        raise errors.OfferOver
    raise errors.AlreadyAnswered


def fact_about(
    kind: type[facts.GiftFact], gift: Gift, *, recipient_id: int, line: str, now: datetime, **more: Any
) -> facts.GiftFact:
    return kind(
        gift_id=gift.pk,
        source=gift.source,
        line=line,
        recipient_id=recipient_id,
        occurred_at=now.isoformat(),
        **more,
    )
