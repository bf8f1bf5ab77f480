"""Questions about units that are promised for a purpose. Each says what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from gifts.models import Earmark, Gift, StockBalance, free_units
from gifts.states import EntryKind


@dataclass(frozen=True, kw_only=True)
class OnShelf:
    """``left`` is anybody's; ``promised`` waits for what it is promised to."""

    left: int = 0
    promised: int = 0


def on_shelf(item_ids: Iterable[int]) -> dict[int, OnShelf]:
    """{item id: what is there}. One statement."""
    ids = list(item_ids)
    rows = StockBalance.objects.filter(item_id__in=ids).values_list("item_id")
    found = rows.annotate(left=Sum(free_units()), promised=Sum("earmarked"))
    there = {item_id: OnShelf(left=left, promised=promised) for item_id, left, promised in found}
    return {item_id: OnShelf() for item_id in ids} | there


def earmarks_of(prefix: str) -> Mapping[str, Mapping[str, int]]:
    """{purpose: {item public id: units}} of all purposes that begin so. One statement."""
    found: dict[str, dict[str, int]] = {}
    rows = Earmark.objects.filter(purpose__startswith=prefix).values_list(
        "purpose", "item__public_id", "units"
    )
    for purpose, item, units in rows:
        found.setdefault(purpose, {})[item] = units
    return found


def taken_units(*, purpose: str = "") -> dict[tuple[int, str], int]:
    """{(item id, purpose): units} that gifts hold or have used up. One statement."""
    gifts = Gift.objects.filter(purpose=purpose) if purpose else Gift.objects.exclude(purpose="")
    taken = gifts.filter(stock_entries__kind=EntryKind.RESERVE).exclude(stock_entries__kind=EntryKind.RELEASE)
    rows = taken.values_list("item_id", "purpose").annotate(units=Count("pk", distinct=True)).order_by()
    return {(item_id, name): units for item_id, name, units in rows}
