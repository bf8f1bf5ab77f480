"""From "yes" to the doorstep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from common.access import SYSTEM, Actor, allow
from common.clock import DbNow, db_now
from common.errors import IllegalMove, NotFound
from common.texts import Texts
from gifts import errors, facts, queries, rules
from gifts.address_rules import AddressInput
from gifts.models import DeliveryAddress, Gift, Shipment, TrackingStep
from gifts.operations import stock_moves
from gifts.operations.addresses import start_return_window
from gifts.operations.offers import fact_about
from gifts.rules import StepInput
from gifts.states import FINISHED, Fulfilment, GiftState, ShipmentState
from outbox import audit
from outbox.facts import record

DUE_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class ParcelOrder:
    """What a carrier has to know. Lives in memory between reading and sending, and nowhere else."""

    gift_public_id: str
    item_name: Texts
    value_fen: int
    address: AddressInput


def _gift(gift_id: int) -> Gift | None:
    return Gift.objects.select_related("item", "line").filter(pk=gift_id).first()


def _tell(kind: type[facts.GiftFact], gift: Gift, *, now: datetime) -> None:
    line = gift.line.source if gift.line is not None else ""
    news = fact_about(kind, gift, recipient_id=gift.recipient_id or 0, line=line, now=now)
    record(news, subject=gift.public_id)


# --- the packing desk -----------------------------------------------------------------------------


@transaction.atomic
def hand_over_gift(*, actor: Actor, gift_id: int, now: datetime) -> Gift:
    """A clerk has packed the parcel (the carrier is called next) or given the gift by hand (it is delivered).

    Repeating changes nothing.

    Raises: NotFound, NotDeskItem, IllegalMove (not accepted yet, or ended).
    """
    gift = _gift(gift_id)
    allow(actor, "gifts.hand-over-gift", gift)
    if gift is None:
        raise NotFound
    if gift.item.fulfilment != Fulfilment.DESK:
        raise errors.NotDeskItem
    if gift.handed_over_at is not None:
        return gift
    if rules.needs_address(gift.item.kind):
        gift.hand_over(actor=actor, now=now)
        _tell(facts.GiftHandedOver, gift, now=now)
    else:
        give_at_once(gift, actor=actor, now=now)
    return gift


def give_at_once(gift: Gift, *, actor: Actor, now: datetime) -> None:
    """Delivered without a parcel: by hand, or as a code. Inside the transaction of what made it so."""
    gift.give(actor=actor, now=now)
    _tell(facts.GiftDelivered, gift, now=now)
    stock_moves.consume_unit(gift=gift, actor=actor, now=now)


# --- the effect gifts.fulfil-gift -----------------------------------------------------------------


@transaction.atomic
def prepare_parcel(*, gift_id: int) -> ParcelOrder | None:
    """Start packing and read the address; None when the parcel is already on its way. Repeatable."""
    gift = _gift(gift_id)
    if gift is None or gift.state not in (GiftState.ACCEPTED, GiftState.PACKING):
        return None
    row = DeliveryAddress.objects.select_related("data_key").filter(gift_id=gift_id).first()
    address = queries.read_address(row) if row is not None else None
    if row is None or address is None:
        raise IllegalMove
    if gift.state == GiftState.ACCEPTED:
        gift.pack(actor=SYSTEM)
        audit.note(SYSTEM, verb="gifts.read-address", kind="gifts.deliveryaddress", key=row.public_id)
    return ParcelOrder(
        gift_public_id=gift.public_id,
        item_name=gift.item.name,
        value_fen=gift.item.value_fen,
        address=address,
    )


@transaction.atomic
def record_waybill(
    *, gift_id: int, carrier: str, waybill_no: str, provider_ref: str, now: datetime, least: timedelta
) -> Shipment:
    """The carrier has the parcel: shipment, state, fact and stock in one. Repeating changes nothing.

    ``least``: how soon this carrier may be asked for news.
    """
    former = Shipment.objects.filter(gift_id=gift_id).first()
    if former is not None:
        return former
    gift = _gift(gift_id)
    if gift is None:
        raise NotFound
    shipment = Shipment(
        gift=gift,
        carrier=carrier,
        waybill_no=waybill_no,
        provider_ref=provider_ref,
        created_at=now,
        next_check_at=db_now() + least,
    )
    ship_by(shipment, actor=SYSTEM, now=now)
    return shipment


def ship_by(shipment: Shipment, *, actor: Actor, now: datetime) -> None:
    """The parcel is out of the house. Inside the transaction of what made it so."""
    shipment.save(force_insert=True)
    shipment.gift.ship(actor=actor, now=now)
    _tell(facts.GiftShipped, shipment.gift, now=now)
    stock_moves.consume_unit(gift=shipment.gift, actor=actor, now=now)


# --- tracking -------------------------------------------------------------------------------------


def due_shipments() -> list[tuple[int, datetime]]:
    """(shipment id, when it was due), at most 500, the longest due first. One statement."""
    due = Shipment.objects.filter(next_check_at__lte=DbNow()).order_by("next_check_at", "id")
    return [(pk, at) for pk, at in due.values_list("pk", "next_check_at")[:DUE_AT_ONCE] if at is not None]


def parcel_of(*, gift_id: int) -> Shipment | None:
    """One statement."""
    return Shipment.objects.filter(gift_id=gift_id).first()


def waybill_to_check(*, shipment_id: int) -> tuple[str, str, str] | None:
    """(carrier, waybill number, our reference) of a parcel still on its way. One statement."""
    rows = Shipment.objects.filter(pk=shipment_id).exclude(state__in=FINISHED)
    return rows.values_list("carrier", "waybill_no", "provider_ref").first()


@transaction.atomic
def postpone_check(*, shipment_id: int, least: timedelta) -> None:
    """Ask the carrier again later; also after a failed try, so that following never ends half-way."""
    shipment = Shipment.objects.filter(pk=shipment_id).exclude(state__in=FINISHED).first()
    if shipment is None:
        return
    clock = db_now()
    wait = rules.next_check_after(clock - shipment.created_at, least=least)
    Shipment.objects.filter(pk=shipment_id).exclude(state__in=FINISHED).update(next_check_at=clock + wait)


@transaction.atomic
def record_tracking(*, shipment_id: int, steps: Sequence[StepInput], now: datetime) -> Shipment:
    """Write down what the carrier tells and move the parcel forward. Never back, in whatever order.

    Repeating changes nothing. Raises: NotFound, Stale.
    """
    shipment = Shipment.objects.filter(pk=shipment_id).first()
    if shipment is None:
        raise NotFound
    known = list(shipment.steps.values_list("fingerprint", "happened_at"))
    told = {fingerprint for fingerprint, _at in known}
    fresh = [step for step in steps if step.fingerprint() not in told]
    TrackingStep.objects.bulk_create(
        [
            TrackingStep(
                shipment=shipment,
                happened_at=step.happened_at,
                state=step.state,
                text=step.text[:300],
                fingerprint=step.fingerprint(),
            )
            for step in fresh
        ],
        ignore_conflicts=True,
    )
    since = max((at for _fingerprint, at in known), default=None)
    for step in rules.path_of(shipment.state, fresh, since=since):
        _advance(shipment, step, now=now)
    return shipment


def _advance(shipment: Shipment, step: StepInput, *, now: datetime) -> None:
    if step.state == ShipmentState.DELIVERED:
        shipment.deliver(actor=SYSTEM, at=step.happened_at)
        arrive(shipment.gift_id, actor=SYSTEM, now=now)
    elif step.state == ShipmentState.RETURNED:
        shipment.come_back(actor=SYSTEM)
        come_back(shipment.gift_id, actor=SYSTEM, why="returned by the carrier", now=now)
    else:
        shipment.advance(step.state, actor=SYSTEM)


def arrive(gift_id: int, *, actor: Actor, now: datetime) -> None:
    """Inside the transaction in which the shipment was delivered."""
    gift = _gift(gift_id)
    if gift is None or gift.state != GiftState.SHIPPED:
        return
    gift.deliver(actor=actor, now=now)
    start_return_window(gift_id=gift.pk)
    _tell(facts.GiftDelivered, gift, now=now)


def come_back(gift_id: int, *, actor: Actor, why: str, now: datetime) -> None:
    """The unit stays out of stock until somebody has seen the parcel (``settle_return``).

    Inside the transaction in which the shipment came back.
    """
    gift = _gift(gift_id)
    if gift is None or not gift.may_move(GiftState.RETURNED):
        return
    gift.send_back(actor=actor, now=now, why=why)
    start_return_window(gift_id=gift.pk)
    _tell(facts.GiftReturned, gift, now=now)
