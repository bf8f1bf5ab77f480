"""Promising units for a purpose. Only gifts of that purpose take them; presents, swaps and losses do not."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from common.access import Actor, allow
from gifts.earmark_queries import taken_units
from gifts.models import Earmark, Gift
from gifts.operations import stock_moves
from gifts.operations.stock import item_of


@transaction.atomic
def earmark_units(*, actor: Actor, purpose: str, wanted: Mapping[int, int]) -> None:
    """Raise what is promised for ``purpose`` to ``wanted`` ({item id: units}); more stays. Again: no change.

    All or nothing. Raises: NotFound (an unknown item), NothingFree.
    """
    for item_id, units in sorted(wanted.items()):
        allow(actor, "gifts.offer-gift", item_of(item_id))
        missing = _missing(item_id, purpose, units)
        if missing:
            _add(item_id, purpose, missing)


@transaction.atomic
def earmark_what_is_free(*, actor: Actor, purpose: str, wanted: Mapping[int, int]) -> int:
    """As ``earmark_units``, as far as the shelf goes; returns how many units came on top."""
    added = 0
    for item_id, units in sorted(wanted.items()):
        allow(actor, "gifts.offer-gift", item_of(item_id))
        missing = _missing(item_id, purpose, units)
        more = min(missing, sum(each.free for each in stock_moves.queue_slices(item_id))) if missing else 0
        if more:
            _add(item_id, purpose, more)
            added += more
    return added


@transaction.atomic
def release_earmarks(*, purpose: str) -> None:
    """The purpose is over: what waited for it is free again. Repeating changes nothing."""
    taken = taken_units(purpose=purpose)
    for earmark in Earmark.objects.filter(purpose=purpose).order_by("item_id"):
        waiting = max(0, earmark.units - taken.get((earmark.item_id, purpose), 0))
        stock_moves.free_promised_units(earmark.item_id, waiting)
    Earmark.objects.filter(purpose=purpose).delete()
    Gift.objects.filter(purpose=purpose).update(purpose="")


def _missing(item_id: int, purpose: str, units: int) -> int:
    """Looked at again in the queue for the slices: two who raise the same promise do it one by one."""
    if units <= _promised(item_id, purpose):
        return 0
    stock_moves.queue_slices(item_id)
    return max(0, units - _promised(item_id, purpose))


def _promised(item_id: int, purpose: str) -> int:
    known = Earmark.objects.filter(item_id=item_id, purpose=purpose)
    return known.values_list("units", flat=True).first() or 0


def _add(item_id: int, purpose: str, units: int) -> None:
    earmark, _made = Earmark.objects.get_or_create(item_id=item_id, purpose=purpose, defaults={"units": 0})
    Earmark.objects.filter(pk=earmark.pk).update(units=F("units") + units)
    stock_moves.promise_units(item_id, units)


def promised_purpose(item_id: int, purpose: str) -> str:
    """The purpose, where units of the item are promised for it: its gifts take those. Otherwise empty."""
    known = Earmark.objects.filter(item_id=item_id, purpose=purpose)
    return purpose if purpose and known.exists() else ""
