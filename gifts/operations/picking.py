"""Picking many gifts in one walk."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from common.access import Actor, allow
from common.errors import NotFound
from gifts import errors, pick_queries
from gifts.facts import PickListMade
from gifts.models import Gift, PickLine, PickList
from gifts.states import Fulfilment, GiftState, ItemKind
from outbox import audit
from outbox.facts import record

MOST_AT_ONCE = 200


@transaction.atomic
def make_pick_list(*, actor: Actor, gift_ids: Sequence[int], now: datetime) -> PickList:
    """One list over the given parcels of one brand; those that stand in a list already stay there.

    Raises: NotFound (one of them is not the clerk's), TooManyToPick, SeveralBrands, NothingToPick.
    """
    gifts = list(Gift.objects.select_related("item").filter(pk__in=gift_ids).order_by("pk"))
    for gift in gifts:
        allow(actor, "gifts.pick", gift)
    if len(gifts) > MOST_AT_ONCE:
        raise errors.TooManyToPick(most=MOST_AT_ONCE)
    listed = set(PickLine.objects.filter(gift__in=gifts).values_list("gift_id", flat=True))
    wanted = [gift for gift in gifts if gift.pk not in listed and _is_to_pick(gift)]
    if not wanted:
        raise errors.NothingToPick
    brands = {gift.item.brand_ref for gift in wanted}
    if len(brands) > 1:
        raise errors.SeveralBrands
    made = PickList.objects.create(brand_ref=brands.pop(), made_by_id=actor.pk, created_at=now)
    PickLine.objects.bulk_create([PickLine(list=made, gift=gift) for gift in wanted], ignore_conflicts=True)
    listed_here = PickLine.objects.filter(list=made).count()
    if not listed_here:
        raise errors.NothingToPick  # somebody else listed them all this very moment
    record(
        PickListMade(list_id=made.pk, gifts=listed_here, occurred_at=now.isoformat()),
        subject=made.public_id,
    )
    audit.note(actor, verb="gifts.make-pick-list", kind="gifts.picklist", key=made.public_id)
    return made


def _is_to_pick(gift: Gift) -> bool:
    """Nobody fetches a code, or money that a payer pays."""
    is_paid = gift.item.kind == ItemKind.MONEY and gift.item.fulfilment == Fulfilment.AUTO
    is_here = gift.state in (GiftState.ACCEPTED, GiftState.PACKING)
    return is_here and gift.item.kind != ItemKind.CODE and not is_paid


@transaction.atomic
def pick_units(*, actor: Actor, list_id: int, item_id: int, house: str, now: datetime) -> int:
    """Mark what was fetched from one place; returns how many units that were not marked before.

    Raises: NotFound.
    """
    lines = _lines(actor, list_id, item_id, house)
    return PickLine.objects.filter(pk__in=lines, picked_at__isnull=True).update(
        picked_at=now, picked_by_id=actor.pk
    )


@transaction.atomic
def put_back_units(*, actor: Actor, list_id: int, item_id: int, house: str) -> int:
    """A mark was wrong; returns how many units wait to be fetched again. Raises: NotFound."""
    lines = _lines(actor, list_id, item_id, house)
    return PickLine.objects.filter(pk__in=lines, picked_at__isnull=False).update(
        picked_at=None, picked_by=None
    )


def _lines(actor: Actor, list_id: int, item_id: int, house: str) -> list[int]:
    found = PickList.objects.filter(pk=list_id).first()
    allow(actor, "gifts.walk-pick-list", found)
    lines = pick_queries.lines_at(list_id, item_id=item_id, house=house)
    if not lines:
        raise NotFound
    return lines
