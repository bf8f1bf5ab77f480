"""The two desks' tables. Each says what it costs."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import F, Sum

from gifts.models import Gift, Item, StockBalance, StockEntry, Warehouse
from gifts.states import EntryKind
from gifts.warehouse_queries import houses_of_gifts

STOCK_HEADS: Final = ("item", "name", "shelf", "warehouse", "on_hand", "reserved", "counted")
PACKING_HEADS: Final = ("gift", "name", "shelf", "warehouse", "accepted", "carrier", "waybill")
Row = Sequence[object]


def stock_rows(items: Iterable[Item]) -> list[Row]:
    """A row for each house in which an item stands, ``counted`` empty: to be filled in. Two statements."""
    found = {item.pk: item for item in items}
    rows = StockBalance.objects.filter(item__in=found).values_list("item_id", "warehouse__name")
    sums = rows.annotate(h=Sum("on_hand"), r=Sum("reserved")).order_by(
        "item_id", F("warehouse__name").asc(nulls_first=True)
    )
    return [
        (found[pk].public_id, found[pk].title, found[pk].shelf, house or "", on_hand, reserved, "")
        for pk, house, on_hand, reserved in sums
    ]


def packing_rows(gifts: Iterable[Gift]) -> list[Row]:
    """A row for each parcel to send, without anybody's address. Two statements more."""
    found = list(gifts)
    houses = houses_of_gifts(gift.pk for gift in found)
    return [
        (
            gift.public_id,
            gift.item.title,
            gift.item.shelf,
            houses.get(gift.pk, ""),
            gift.accepted_at.isoformat(timespec="minutes") if gift.accepted_at else "",
            "",
            "",
        )
        for gift in found
    ]


def ids_of_items(public_ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """{public id: (id, brand)}. One statement."""
    rows = Item.objects.filter(public_id__in=list(public_ids))
    return {
        public_id: (pk, brand) for public_id, pk, brand in rows.values_list("public_id", "pk", "brand_ref")
    }


def slices_of_gifts(public_ids: Iterable[str]) -> dict[str, tuple[int, int, int]]:
    """{public id: (item, slot, gift)} of what was reserved for each. One statement."""
    rows = StockEntry.objects.filter(gift__public_id__in=list(public_ids), kind=EntryKind.RESERVE)
    return {
        public_id: (item_id, slot, gift_id)
        for public_id, item_id, slot, gift_id in rows.values_list(
            "gift__public_id", "item_id", "slot", "gift_id"
        )
        if gift_id is not None
    }


def ids_of_houses() -> dict[tuple[str, str], int]:
    """{(brand, name): id}. One statement."""
    return {(brand, name): pk for brand, name, pk in Warehouse.objects.values_list("brand_ref", "name", "pk")}
