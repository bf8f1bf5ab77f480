"""Questions about picking lists. Each says what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from accounts.queries import role_scopes
from common.errors import NotFound
from gifts.models import PickLine, PickList
from gifts.states import GiftState
from gifts.warehouse_queries import houses_of_gifts

_HERE = (GiftState.ACCEPTED, GiftState.PACKING)


@dataclass(frozen=True, kw_only=True)
class PickRow:
    """What to fetch from one place. ``house``: the warehouse's name, "" for the first."""

    house: str
    shelf: str
    item_id: int
    item: str
    units: int
    picked: int

    @property
    def is_done(self) -> bool:
        return self.picked == self.units


def pick_lists_of(actor: Any) -> QuerySet[PickList]:
    """Lists of the brands whose clerk the actor is, the newest first."""
    scopes = role_scopes(actor, "clerk")
    lists = PickList.objects.order_by("-pk")
    return lists if "" in scopes else lists.filter(brand_ref__in=scopes)


def pick_list_of(actor: Any, public_id: str) -> PickList:
    """One statement. Raises: NotFound, also for another brand's."""
    found = pick_lists_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def rows_of(list_id: int) -> list[PickRow]:
    """In the order of the walk: by warehouse, shelf and item. Three statements.

    Gifts that have left the desk meanwhile, sent or called off, are not fetched any more.
    """
    placed = sorted(_placed(list_id), key=lambda one: one[0])
    return [
        _row(place, [line for _place, line in lines]) for place, lines in groupby(placed, lambda one: one[0])
    ]


def lines_at(list_id: int, *, item_id: int, house: str) -> list[int]:
    """Ids of the lines that one row stands for. Three statements."""
    return [line.pk for place, line in _placed(list_id) if (place[0], place[3]) == (house, item_id)]


_Place = tuple[str, str, str, int]


def _placed(list_id: int) -> Iterator[tuple[_Place, PickLine]]:
    lines = list(PickLine.objects.filter(list_id=list_id, gift__state__in=_HERE).select_related("gift__item"))
    houses = houses_of_gifts(line.gift_id for line in lines)
    for line in lines:
        item = line.gift.item
        yield (houses.get(line.gift_id, ""), item.shelf, item.title, item.pk), line


def _row(place: _Place, lines: list[PickLine]) -> PickRow:
    house, shelf, item, item_id = place
    picked = sum(line.picked_at is not None for line in lines)
    return PickRow(house=house, shelf=shelf, item_id=item_id, item=item, units=len(lines), picked=picked)
