"""Parcels that did not arrive: lost ones, what came back, and offering it again."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.queries import active_member
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import IllegalMove, NotFound
from gifts import errors, facts, rules
from gifts.models import Gift, Item, Present, Shipment, Transfer
from gifts.operations import stock_moves
from gifts.operations.fulfilment import come_back
from gifts.operations.offers import fact_about, line_source, offer_gift
from gifts.states import GiftState, ReturnOutcome
from gifts.warehouse_queries import house_of_gift
from outbox import audit
from outbox.facts import record

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def note_lost(*, actor: Actor, gift_id: int, reason: str, now: datetime) -> Shipment:
    """Nobody expects this parcel any more: as if it had come back, with nothing in it. Again: no change.

    Raises: NotFound, ReasonMissing, IllegalMove (delivered, or back already), Stale.
    """
    shipment = _shipment(actor, gift_id)
    why = rules.check_reason(reason)
    if shipment.outcome == ReturnOutcome.WRITTEN_OFF:
        return shipment
    if shipment.delivered_at is not None or shipment.outcome:
        raise IllegalMove
    shipment.come_back(actor=actor)
    come_back(gift_id, actor=actor, why="lost", now=now)
    _settle(shipment, ReturnOutcome.WRITTEN_OFF, actor=actor, why=why, now=now)
    return shipment


@transaction.atomic
def settle_return(*, actor: Actor, gift_id: int, outcome: str, reason: str, now: datetime) -> Shipment:
    """A parcel that came back was opened: the unit goes to the shelf again, or is written off.

    The shelf is one of the house that it left. Repeating the same changes nothing.

    Raises: NotFound, ReasonMissing, NotBack, SettledOtherwise, Stale.
    """
    shipment = _shipment(actor, gift_id)
    why = rules.check_reason(reason)
    if shipment.outcome == outcome:
        return shipment
    if shipment.outcome:
        raise errors.SettledOtherwise
    if shipment.gift.state != GiftState.RETURNED:
        raise errors.NotBack
    _settle(shipment, ReturnOutcome(outcome), actor=actor, why=why, now=now)
    if outcome == ReturnOutcome.RESTOCKED:
        stock_moves.add_units(
            item=shipment.gift.item,
            quantity=1,
            warehouse_id=house_of_gift(gift_id),
            actor=actor,
            now=now,
            reason=why,
        )
    return shipment


@transaction.atomic
def offer_again(*, actor: Actor, gift_id: int, now: datetime, item_id: int | None = None) -> Gift:
    """Another unit, held out to the same person, who says yes and where to once more. Again: the same gift.

    ``item_id``: something else of the same brand instead.

    Raises: NotFound, NotBack (or nobody has settled what came back), RecipientGone, SoldOut, ItemRetired.
    """
    old = _came_back(actor, gift_id)
    if old.recipient_id is None:
        raise errors.NotBack
    if active_member(old.recipient_id) is None:
        raise errors.RecipientGone
    former = Gift.objects.filter(source=old.source, sequence=old.sequence + 1).first()
    if former is not None:
        return former
    if item_id is not None and not Item.objects.filter(pk=item_id, brand_ref=old.item.brand_ref).exists():
        raise NotFound
    new = offer_gift(
        actor=SYSTEM,
        item_id=item_id or old.item_id,
        recipient_id=old.recipient_id,
        source=old.source,
        sequence=old.sequence + 1,
        sender_ref=old.sender_ref,
        reason=old.reason,
        expires_at=db_now() + OPEN_FOR,
        now=now,
    )
    # A present stays one: its card belongs to what its recipient is asked about now.
    Present.objects.filter(gift=old).update(gift=new)
    _tell_of(old, new, now=now)
    audit.note(actor, verb="gifts.offer-again", kind="gifts.gift", key=new.public_id)
    return new


def _came_back(actor: Actor, gift_id: int) -> Gift:
    """A parcel that is settled, or money that could not be paid. Raises: NotFound, NotBack."""
    transfer = Transfer.objects.select_related("gift__item", "gift__line").filter(gift_id=gift_id).first()
    if transfer is not None:
        allow(actor, "gifts.mend-parcel", transfer.gift)
        gift, is_settled = transfer.gift, True
    else:
        shipment = _shipment(actor, gift_id)
        gift, is_settled = shipment.gift, bool(shipment.outcome)
    if gift.state != GiftState.RETURNED or not is_settled:
        raise errors.NotBack
    return gift


def _tell_of(old: Gift, new: Gift, *, now: datetime) -> None:
    news = fact_about(
        facts.GiftOfferedAgain,
        old,
        recipient_id=new.recipient_id or 0,
        line=line_source(old),
        now=now,
        next_gift_id=new.pk,
    )
    record(news, subject=old.public_id)


def _shipment(actor: Actor, gift_id: int) -> Shipment:
    found = Shipment.objects.select_related("gift__item", "gift__line").filter(gift_id=gift_id).first()
    allow(actor, "gifts.mend-parcel", found.gift if found else None)
    if found is None:
        raise NotFound
    return found


def _settle(shipment: Shipment, outcome: ReturnOutcome, *, actor: Actor, why: str, now: datetime) -> None:
    """Once, by whoever comes first. Raises: SettledOtherwise."""
    if not Shipment.objects.filter(pk=shipment.pk, outcome="").update(outcome=outcome):
        raise errors.SettledOtherwise
    shipment.outcome = outcome
    audit.note(actor, verb=f"gifts.{outcome}", kind="gifts.shipment", key=shipment.public_id, why=why)
    gift = shipment.gift
    news = fact_about(
        facts.ReturnSettled,
        gift,
        recipient_id=gift.recipient_id or 0,
        line=line_source(gift),
        now=now,
        outcome=outcome,
    )
    record(news, subject=gift.public_id)
