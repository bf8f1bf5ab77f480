"""Questions about houses: which there are, and what stands where. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from accounts.queries import role_scopes
from common.errors import NotFound
from common.pagination import Page, keyset
from gifts.models import Item, StockBalance, StockEntry, Warehouse, free_units
from gifts.states import EntryKind


@dataclass(frozen=True, kw_only=True)
class House:
    """What stands of one item in one house; ``warehouse_id`` None is the first, which has no name.

    ``promised`` waits for campaigns and is not free.
    """

    warehouse_id: int | None
    name: str
    on_hand: int
    free: int
    promised: int


def kept_by(actor: Any) -> QuerySet[Warehouse]:
    """Warehouses of the brands whose manager the actor is."""
    scopes = role_scopes(actor, "manager")
    houses = Warehouse.objects.all()
    return houses if "" in scopes else houses.filter(brand_ref__in=scopes)


def warehouses_of(actor: Any, *, cursor: str | None = None, size: int = 25) -> Page[Warehouse]:
    """The newest first. Two statements."""
    return keyset(kept_by(actor), order=["-id"], cursor=cursor, size=size)


def houses_of(item: Item) -> list[House]:
    """The first house and each further one of the item's brand, by name. Two statements."""
    rows = StockBalance.objects.filter(item=item).values_list("warehouse_id")
    stock = {
        house: (on_hand, free, promised)
        for house, on_hand, free, promised in rows.annotate(
            h=Sum("on_hand"), f=Sum(free_units()), p=Sum("earmarked")
        )
    }
    further = Warehouse.objects.filter(brand_ref=item.brand_ref).order_by("name").values_list("pk", "name")
    found = []
    for house_id, name in [(None, ""), *further]:
        on_hand, free, promised = stock.get(house_id, (0, 0, 0))
        found.append(House(warehouse_id=house_id, name=name, on_hand=on_hand, free=free, promised=promised))
    return found


def warehouse_id_of(public_id: str) -> int | None:
    """None, the first house, for an empty id. One statement. Raises: NotFound."""
    if not public_id:
        return None
    found = Warehouse.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def house_of_gift(gift_id: int) -> int | None:
    """The house in which the slice of its reservation stands; None is the first. Two statements."""
    reserved = StockEntry.objects.filter(gift_id=gift_id, kind=EntryKind.RESERVE)
    place = reserved.values_list("item_id", "slot").first()
    if place is None:
        return None
    item_id, slot = place
    slices = StockBalance.objects.filter(item_id=item_id, slot=slot)
    return slices.values_list("warehouse_id", flat=True).first()


def houses_of_gifts(gift_ids: Iterable[int]) -> dict[int, str]:
    """{gift id: name of the house in which its unit stands}, "" for the first. Two statements."""
    reserved = StockEntry.objects.filter(gift_id__in=list(gift_ids), kind=EntryKind.RESERVE)
    places = {gift: (item, slot) for gift, item, slot in reserved.values_list("gift_id", "item_id", "slot")}
    slices = StockBalance.objects.filter(
        item_id__in={item for item, _slot in places.values()}, warehouse__isnull=False
    )
    names = {
        (item, slot): name for item, slot, name in slices.values_list("item_id", "slot", "warehouse__name")
    }
    return {gift: names.get(place, "") for gift, place in places.items()}
