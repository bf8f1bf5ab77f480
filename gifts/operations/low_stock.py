"""Telling managers that an item runs out: once when it falls below its mark, again after it was filled up."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F, Sum

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import holders_of
from accounts.states import Role
from gifts.models import Item, free_units
from gifts.states import ItemState

LOW_STOCK = "gifts.low-stock"


@transaction.atomic
def watch_stock(*, now: datetime) -> int:
    """Look at every item that has a mark; returns how many have fallen below it since the last look."""
    left = Sum(free_units("balances__"), default=0)
    marked = Item.objects.filter(low_stock__gt=0).annotate(left=left)
    filled = marked.filter(is_low=True, left__gte=F("low_stock")).values_list("pk", flat=True)
    Item.objects.filter(pk__in=list(filled)).update(is_low=False)
    fallen = 0
    for item in marked.filter(is_low=False, state=ItemState.ACTIVE, left__lt=F("low_stock")).order_by("pk"):
        if Item.objects.filter(pk=item.pk, is_low=False).update(is_low=True):
            managers = holders_of(Role.MANAGER, item.brand_ref)
            notify([_news(item, member_id, now) for member_id in managers], now=now)
            fallen += 1
    return fallen


def _news(item: Item, member_id: int, now: datetime) -> News:
    return News(kind=LOW_STOCK, member_id=member_id, about=f"item:{item.pk}", on=now.astimezone(UTC).date())
