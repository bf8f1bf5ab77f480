"""Parcels that a person hands in at a counter: the waybill is typed, and so is the arrival."""

from datetime import datetime

from django.db import IntegrityError, transaction

from common.access import Actor, allow
from common.errors import IllegalMove, NotFound, Stale
from gifts import errors, rules
from gifts.models import Gift, Shipment
from gifts.operations.fulfilment import arrive, ship_by
from gifts.states import GiftState, ShipmentState
from outbox.queries import is_at_work


def sending_of(gift_id: int) -> str:
    """The dedupe key of the one job that calls a carrier for a gift."""
    return f"gifts.fulfil-gift:{gift_id}"


@transaction.atomic
def type_waybill(*, actor: Actor, gift_id: int, carrier: str, number: str, now: datetime) -> Shipment:
    """The parcel was handed in by a person: it is on its way under this number. Again: the first one stays.

    Raises: NotFound, NoParcel, BadWaybill, BeingSent (a carrier is called for it), WaybillTaken,
    IllegalMove (not accepted yet, or ended), Stale.
    """
    gift = Gift.objects.select_related("item", "line").filter(pk=gift_id).first()
    allow(actor, "gifts.type-waybill", gift)
    if gift is None:
        raise NotFound
    former = Shipment.objects.filter(gift=gift).first()
    if former is not None:
        return former
    if not rules.needs_address(gift.item.kind):
        raise errors.NoParcel
    carrier, number = rules.check_waybill(carrier, number)
    if is_at_work(sending_of(gift_id)):
        raise errors.BeingSent
    if gift.state == GiftState.ACCEPTED:
        gift.pack(actor=actor)
    if gift.state != GiftState.PACKING:
        raise IllegalMove
    shipment = Shipment(gift=gift, carrier=carrier, waybill_no=number, created_at=now)
    try:
        with transaction.atomic():
            ship_by(shipment, actor=actor, now=now)
    except IntegrityError as error:
        if Shipment.objects.filter(gift=gift).exists():
            raise Stale from error
        raise errors.WaybillTaken(field="number") from error
    return shipment


@transaction.atomic
def note_arrival(*, actor: Actor, gift_id: int, now: datetime) -> Shipment:
    """Somebody knows that a parcel with a typed waybill has arrived. Again changes nothing.

    Raises: NotFound, IllegalMove (not on its way, or followed by its carrier), Stale.
    """
    shipment = Shipment.objects.select_related("gift__item").filter(gift_id=gift_id).first()
    allow(actor, "gifts.note-arrival", shipment.gift if shipment else None)
    if shipment is None:
        raise NotFound
    if shipment.state == ShipmentState.DELIVERED:
        return shipment
    if shipment.provider_ref:
        raise IllegalMove
    shipment.deliver(actor=actor, at=now)
    arrive(gift_id, actor=actor, now=now)
    return shipment
