"""Questions about something else for a gift that cannot be sent. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from common.texts import Texts
from gifts.models import Gift, Item, Substitute, free_units
from gifts.states import ItemKind, ItemState
from gifts.substitute_states import SubstituteState


@dataclass(frozen=True, kw_only=True)
class SubstituteCard:
    """What the recipient is asked about. ``reason``: the desk's words."""

    public_id: str
    gift: str
    recipient_id: int | None
    item: str
    item_name: Texts
    former_name: Texts
    state: str
    reason: str


def substitutes_of(gift: Gift) -> QuerySet[Item]:
    """The same brand's things of equal worth, as long as there are any. Never money."""
    rows = Item.objects.filter(
        brand_ref=gift.item.brand_ref,
        value_fen=gift.item.value_fen,
        value_fen__gt=0,
        state=ItemState.ACTIVE,
    )
    if gift.sender_ref.startswith("member:"):
        rows = rows.filter(for_presents=True)
    rows = rows.exclude(kind=ItemKind.MONEY).exclude(pk=gift.item_id)
    left = Sum(free_units("balances__"))
    return rows.annotate(left=left).filter(left__gt=0).order_by("pk")


def choices_of(gift: Gift) -> list[tuple[Item, int]]:
    """(item, how many are left) of everything of equal worth, what is most left first. One statement."""
    found = [(item, int(item.left)) for item in substitutes_of(gift)]  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: -one[1])


def asked_about(*, gift_id: int) -> SubstituteCard | None:
    """The open question about a gift. One statement."""
    rows = Substitute.objects.filter(gift_id=gift_id, state=SubstituteState.ASKED)
    return next(iter(_cards(rows)), None)


def substitutes_by_id(substitute_ids: Iterable[int]) -> dict[int, SubstituteCard]:
    """One statement however many."""
    rows = Substitute.objects.filter(pk__in=list(substitute_ids)).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    return dict(zip(keys, _cards(rows), strict=True))


def _cards(rows: QuerySet[Substitute]) -> list[SubstituteCard]:
    return [
        SubstituteCard(
            public_id=row.public_id,
            gift=row.gift.public_id,
            recipient_id=row.gift.recipient_id,
            item=row.item.public_id,
            item_name=row.item.name,
            former_name=row.gift.item.name,
            state=row.state,
            reason=row.reason,
        )
        for row in rows.select_related("gift__item", "item")
    ]
