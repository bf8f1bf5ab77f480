"""Questions about what may become of an offer but a yes or a no. Each says what it costs."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from accounts.queries import PublicName, public_names
from accounts.visibility import circle_mates, met_by
from common.texts import Texts
from gifts.models import Gift, GiftOffer, Item, free_units
from gifts.queries import GiftCard
from gifts.states import Answer, ItemKind, ItemState


def answer_of(*, gift_id: int, member_id: int) -> str:
    """What the member answered to this gift; empty for nothing. One statement."""
    mine = GiftOffer.objects.filter(gift_id=gift_id, recipient_id=member_id)
    return mine.values_list("answer", flat=True).first() or ""


def may_be_passed_on(gift: Gift) -> bool:
    """Not a prize of a line, not a member's present, and not passed on before. At most one statement."""
    if gift.line_id is not None or gift.sender_ref.startswith("member:"):
        return False
    return not GiftOffer.objects.filter(gift_id=gift.pk, answer=Answer.PASSED_ON).exists()


def exchanges_of(gift: Gift) -> QuerySet[Item]:
    """What the recipient may have instead: its sizes and colours, and the same brand's things of equal value.

    Only what is given and left. A member's present is swapped within the catalogue of presents. Money is
    swapped for nothing, and nothing for money.
    """
    item = gift.item
    family = Q(pk=item.family_id) | Q(variant_of_id=item.family_id)
    equal = Q(brand_ref=item.brand_ref, value_fen=item.value_fen, value_fen__gt=0)
    equal &= ~Q(kind=ItemKind.MONEY)
    if item.kind == ItemKind.MONEY:
        equal = Q(pk__in=[])
    if gift.sender_ref.startswith("member:"):
        equal &= Q(for_presents=True)
    rows = Item.objects.filter(family | equal, state=ItemState.ACTIVE).exclude(pk=item.pk)
    left = Sum(free_units("balances__"))
    return rows.annotate(left=left).filter(left__gt=0).order_by("pk")


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """``is_variant``: the same thing in another size or colour."""

    public_id: str
    name: Texts
    variant: Texts
    is_variant: bool


def exchanges_for(card: GiftCard) -> list[Exchange]:
    """What may be had instead of an open offer, sizes and colours first, at most 50. Two statements."""
    gift = Gift.objects.select_related("item").get(pk=card.gift_id)
    found = [
        Exchange(
            public_id=item.public_id,
            name=item.name,
            variant=item.variant,
            is_variant=item.family_id == gift.item.family_id,
        )
        for item in exchanges_of(gift)[:50]
    ]
    return sorted(found, key=lambda one: not one.is_variant)


def swapped_for(*, gift_id: int) -> str:
    """The public id of the gift that was taken instead. One statement."""
    old = Gift.objects.filter(pk=gift_id)
    newer = Gift.objects.filter(source__in=old.values("source"), sequence__gt=old.values("sequence")[:1])
    return newer.order_by("sequence").values_list("public_id", flat=True).first() or ""


def fellows_for(card: GiftCard, *, member_id: int) -> list[PublicName]:
    """Whom the holder of an open offer shares a circle with, at most 30.

    Nobody where it must not be passed on. Four statements.
    """
    gift = Gift.objects.get(pk=card.gift_id)
    if not may_be_passed_on(gift):
        return []
    places = circle_mates(member_id).exclude(member_id=member_id).filter(met_by(member_id, path="member_id"))
    ids = list(places.filter(member__state="active").values_list("member_id", flat=True).distinct()[:30])
    return sorted(public_names(ids).values(), key=lambda name: name.display_name)
