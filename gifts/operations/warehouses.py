"""Several houses: open one, move units between them, count what stands in one, say on which shelf."""

from datetime import datetime

from django.db import IntegrityError, transaction

from common.access import Actor, allow
from gifts import errors, rules
from gifts.models import CodePool, Item, Warehouse
from gifts.operations import stock_moves
from gifts.operations.stock import check_house, item_of
from gifts.states import EntryKind
from outbox import audit


@transaction.atomic
def open_warehouse(*, actor: Actor, brand_ref: str, name: str, now: datetime) -> Warehouse:
    """Beside the first house, which every brand has.

    Raises: NameMissing, BadWarehouseName, WarehouseKnown.
    """
    allow(actor, "gifts.keep-warehouses", brand_ref)
    house = Warehouse(brand_ref=brand_ref, name=rules.check_warehouse_name(name), created_at=now)
    try:
        with transaction.atomic():
            house.save(force_insert=True)
    except IntegrityError as error:
        raise errors.WarehouseKnown(field="name") from error
    audit.note(actor, verb="gifts.open-warehouse", kind="gifts.warehouse", key=house.public_id)
    return house


@transaction.atomic
def move_stock(
    *,
    actor: Actor,
    item_id: int,
    quantity: int,
    from_id: int | None,
    to_id: int | None,
    reason: str,
    now: datetime,
) -> Item:
    """Free units from one house to another; reserved ones stay. Each call moves.

    Raises: SameWarehouse, StockIsCodes, BadQuantity, ReasonMissing, NothingFree, UnitsPromised, NotFound.
    """
    item = item_of(item_id)
    allow(actor, "gifts.move-stock", item)
    _check_things(item)
    if from_id == to_id:
        raise errors.SameWarehouse(field="to")
    rules.check_quantity(quantity)
    for house in (from_id, to_id):
        check_house(item, house)
    why = rules.check_reason(reason)
    audit.note(actor, verb="gifts.move-stock", kind="gifts.item", key=item.public_id, why=why)
    stock_moves.remove_units(
        item_id=item.pk,
        quantity=quantity,
        warehouse_id=from_id,
        kind=EntryKind.MOVE_OUT,
        actor=actor,
        now=now,
        reason=why,
    )
    stock_moves.add_units(
        item=item,
        quantity=quantity,
        warehouse_id=to_id,
        kind=EntryKind.MOVE_IN,
        actor=actor,
        now=now,
        reason=why,
    )
    return item


@transaction.atomic
def count_stock(
    *,
    actor: Actor,
    item_id: int,
    warehouse_id: int | None,
    counted: int,
    reason: str,
    now: datetime,
    book: int | None = None,
) -> int:
    """Make the book agree with what was counted in one house; returns the difference, 0 for none.

    ``book``: what the book said when it was counted. Parcels that left since then were counted too.

    Raises: StockIsCodes, BadCount, BookChanged, FewerThanReserved, UnitsPromised, ReasonMissing, NotFound.
    """
    item = item_of(item_id)
    allow(actor, "gifts.count-stock", item)
    _check_things(item)
    if not 0 <= counted <= rules.MAX_QUANTITY:
        raise errors.BadCount(field="quantity")
    check_house(item, warehouse_id)
    why = rules.check_reason(reason)
    stock = [each for each in stock_moves.queue_slices(item.pk) if each.warehouse_id == warehouse_id]
    on_hand = sum(each.on_hand for each in stock)
    difference = counted - on_hand
    if not difference:
        return 0
    if book is not None and book != on_hand:
        raise errors.BookChanged
    if counted < sum(each.reserved for each in stock):
        raise errors.FewerThanReserved(field="quantity")
    audit.note(actor, verb="gifts.count-stock", kind="gifts.item", key=item.public_id, why=why)
    if difference > 0:
        stock_moves.add_units(
            item=item,
            quantity=difference,
            warehouse_id=warehouse_id,
            kind=EntryKind.FOUND,
            actor=actor,
            now=now,
            reason=why,
        )
    else:
        stock_moves.remove_units(
            item_id=item.pk, quantity=-difference, warehouse_id=warehouse_id, actor=actor, now=now, reason=why
        )
    return difference


def _check_things(item: Item) -> None:
    """Raises: StockIsCodes."""
    if CodePool.objects.filter(item=item).exists():
        raise errors.StockIsCodes


@transaction.atomic
def place_item(*, actor: Actor, item_id: int, shelf: str) -> Item:
    """Say where it stands; picking goes along the shelves. Repeating changes nothing. Raises: BadShelf."""
    item = item_of(item_id)
    allow(actor, "gifts.place-item", item)
    tidy = rules.check_shelf(shelf)
    if item.shelf == tidy:
        return item
    Item.objects.filter(pk=item.pk).update(shelf=tidy)
    item.shelf = tidy
    audit.note(actor, verb="gifts.place-item", kind="gifts.item", key=item.public_id)
    return item
