"""What a manager does with items and their stock."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from common.access import Actor, allow
from common.errors import NotFound, Stale
from common.texts import Texts
from gifts import errors, rules
from gifts.models import CodePool, Item, StockBalance, Warehouse
from gifts.operations import stock_moves
from gifts.operations.codes import void_codes
from gifts.states import SENT_AT_ONCE, Fulfilment, ItemKind
from outbox import audit


def item_of(item_id: int) -> Item:
    """Raises: NotFound."""
    item = Item.objects.filter(pk=item_id).first()
    if item is None:
        raise NotFound
    return item


@transaction.atomic
def create_item(
    *,
    actor: Actor,
    brand_ref: str,
    name: Texts,
    now: datetime,
    description: Texts | None = None,
    kind: str = ItemKind.PHYSICAL,
    fulfilment: str = Fulfilment.AUTO,
    value_fen: int = 0,
    slots: int = 16,
    for_presents: bool = False,
    variant_of_id: int | None = None,
    variant: Texts | None = None,
    low_stock: int = 0,
) -> Item:
    """A new item with empty stock. Codes and experiences always go over the desk.

    ``variant_of_id``: the item of which this is another size or colour; ``variant`` says which.

    Raises: NameMissing, BadSlots, BadAmount, MoneyIsNoPresent, NotFound (that item).
    """
    allow(actor, "gifts.create-item", brand_ref)
    first = _first_of(variant_of_id, brand_ref)
    if not any(name.values()):
        raise errors.NameMissing(field="name")
    _check_slots(slots)
    rules.check_money(kind, value_fen, for_presents=for_presents)
    item = Item.objects.create(
        brand_ref=brand_ref,
        kind=kind,
        fulfilment=fulfilment if kind in SENT_AT_ONCE else Fulfilment.DESK,
        name=dict(name),
        description=dict(description or {}),
        value_fen=value_fen,
        slots=slots,
        for_presents=for_presents,
        variant_of_id=first,
        variant=dict(variant or {}),
        low_stock=low_stock,
        created_at=now,
    )
    _add_slices(item.pk, slots)
    audit.note(actor, verb="gifts.create-item", kind="gifts.item", key=item.public_id)
    return item


def _first_of(item_id: int | None, brand_ref: str) -> int | None:
    """The item under which all variants stand, of the same brand. Raises: NotFound."""
    if item_id is None:
        return None
    item = item_of(item_id)
    if item.brand_ref != brand_ref:
        raise NotFound
    return item.family_id


@transaction.atomic
def retire_item(*, actor: Actor, item_id: int, reason: str) -> Item:
    """No new gifts of it; those on their way stay. Repeating changes nothing. Raises: ReasonMissing."""
    item = item_of(item_id)
    allow(actor, "gifts.retire-item", item)
    why = rules.check_reason(reason)
    if item.may_move("retired"):
        item.retire(actor=actor, why=why)
    return item


@transaction.atomic
def bring_back_item(*, actor: Actor, item_id: int, reason: str) -> Item:
    """A retired item may be given again. Repeating changes nothing. Raises: ReasonMissing."""
    item = item_of(item_id)
    allow(actor, "gifts.retire-item", item)
    why = rules.check_reason(reason)
    if item.may_move("active"):
        item.bring_back(actor=actor, why=why)
    return item


@transaction.atomic
def open_to_presents(*, actor: Actor, item_id: int, is_open: bool) -> Item:
    """Put an item into the catalogue of members' presents, or take it out. Repeating changes nothing.

    Raises: MoneyIsNoPresent.
    """
    item = item_of(item_id)
    allow(actor, "gifts.open-to-presents", item)
    if is_open:
        rules.check_money(item.kind, item.value_fen, for_presents=True)
    if item.for_presents == is_open:
        return item
    if Item.objects.filter(pk=item.pk, for_presents=not is_open).update(for_presents=is_open):
        verb = "gifts.open-to-presents" if is_open else "gifts.close-to-presents"
        audit.note(actor, verb=verb, kind="gifts.item", key=item.public_id)
    item.for_presents = is_open
    return item


@transaction.atomic
def receive_stock(
    *,
    actor: Actor,
    item_id: int,
    quantity: int,
    reason: str,
    now: datetime,
    warehouse_id: int | None = None,
) -> Item:
    """More units, spread over the slices of one house. Each call adds; callers bring an idempotency key.

    Raises: BadQuantity, ReasonMissing, StockIsCodes, NotFound (no such warehouse of the brand).
    """
    item = item_of(item_id)
    allow(actor, "gifts.receive-stock", item)
    if CodePool.objects.filter(item=item).exists():
        raise errors.StockIsCodes
    rules.check_quantity(quantity)
    check_house(item, warehouse_id)
    why = rules.check_reason(reason)
    audit.note(actor, verb="gifts.receive-stock", kind="gifts.item", key=item.public_id, why=why)
    stock_moves.add_units(
        item=item, quantity=quantity, actor=actor, now=now, reason=why, warehouse_id=warehouse_id
    )
    return item


@transaction.atomic
def write_off_stock(
    *,
    actor: Actor,
    item_id: int,
    quantity: int,
    reason: str,
    now: datetime,
    warehouse_id: int | None = None,
) -> Item:
    """Fewer units: broken, lost. Only free ones of one house; of codes, the oldest become void.

    Raises: BadQuantity, ReasonMissing, NothingFree, UnitsPromised, NotFound (no such warehouse of the brand).
    """
    item = item_of(item_id)
    allow(actor, "gifts.write-off-stock", item)
    rules.check_quantity(quantity)
    check_house(item, warehouse_id)
    why = rules.check_reason(reason)
    audit.note(actor, verb="gifts.write-off-stock", kind="gifts.item", key=item.public_id, why=why)
    pool = CodePool.objects.filter(item=item).first()
    if pool is not None:
        void_codes(pool=pool, quantity=quantity)
    stock_moves.remove_units(
        item_id=item.pk, quantity=quantity, actor=actor, now=now, reason=why, warehouse_id=warehouse_id
    )
    return item


def check_house(item: Item, warehouse_id: int | None) -> None:
    """None is the first house, which every brand has. Raises: NotFound, also for another brand's."""
    if warehouse_id is None:
        return
    if not Warehouse.objects.filter(pk=warehouse_id, brand_ref=item.brand_ref).exists():
        raise NotFound


@transaction.atomic
def split_stock(*, actor: Actor, item_id: int, slots: int) -> Item:
    """Cut the first house's units evenly into ``slots`` slices. Reserved units stay where they are.

    More slices let more people claim at the same moment. Repeating evens out what has become uneven.

    Raises: BadSlots, Stale.
    """
    item = item_of(item_id)
    allow(actor, "gifts.split-stock", item)
    _check_slots(slots)
    _add_slices(item.pk, slots)
    Item.objects.filter(pk=item.pk).update(slots=slots)
    item.slots = slots
    slices = [each for each in stock_moves.queue_slices(item.pk) if each.warehouse_id is None]
    _even_out(slices, slots)
    return item


def _even_out(slices: Sequence[StockBalance], slots: int) -> None:
    """What is free and what is promised, each spread over the first ``slots`` slices. Raises: Stale."""
    rest = [0] * (len(slices) - slots)
    promised = rules.spread(sum(each.earmarked for each in slices), slots) + rest
    units = rules.spread(sum(each.on_hand - each.reserved for each in slices), slots) + rest
    for balance, waiting, goal in zip(slices, promised, units, strict=True):
        changed = StockBalance.objects.filter(
            pk=balance.pk, on_hand=balance.on_hand, reserved=balance.reserved, earmarked=balance.earmarked
        )
        if not changed.update(on_hand=balance.reserved + goal, earmarked=waiting):
            raise Stale


def _check_slots(slots: int) -> None:
    if not 1 <= slots <= rules.MAX_SLOTS:
        raise errors.BadSlots(field="slots")


def _add_slices(item_id: int, slots: int) -> None:
    StockBalance.objects.bulk_create(
        [StockBalance(item_id=item_id, slot=slot) for slot in range(slots)], ignore_conflicts=True
    )
