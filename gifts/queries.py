"""Questions about gifts, stock and parcels. Each says what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum

from accounts.queries import role_scopes
from common.crypto import KeyShredded
from common.errors import NotFound
from common.pagination import Page, keyset
from common.texts import Texts
from gifts.address_rules import AddressInput
from gifts.countries import HOME
from gifts.models import (
    ADDRESS_PARTS,
    CodeImport,
    DeliveryAddress,
    Gift,
    GiftOffer,
    Item,
    PoolCode,
    Shipment,
    StockBalance,
    StockEntry,
    free_units,
)
from gifts.rules import needs_address
from gifts.states import Answer, EntryKind, GiftState, ItemState


@dataclass(frozen=True, kw_only=True)
class GiftCard:
    """A gift as one recipient sees it. ``state`` is theirs: who said no learns nothing of what came after."""

    gift_id: int
    public_id: str
    state: str
    item_name: Texts
    item_description: Texts
    item_kind: str
    reason: Texts
    sender_ref: str
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    phrase: str
    needs_address: bool

    @property
    def is_open(self) -> bool:
        return self.state == GiftState.OFFERED


@dataclass(frozen=True, kw_only=True)
class TrackingLine:
    happened_at: datetime
    state: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """``lines``: newest first."""

    carrier: str
    waybill_no: str
    state: str
    lines: list[TrackingLine]


def _card(offer: GiftOffer) -> GiftCard:
    gift = offer.gift
    return GiftCard(
        gift_id=gift.pk,
        public_id=gift.public_id,
        state=_seen_state(offer),
        item_name=gift.item.name,
        item_description=gift.item.description,
        item_kind=gift.item.kind,
        reason=gift.reason,
        sender_ref=gift.sender_ref,
        offered_at=offer.offered_at,
        expires_at=offer.expires_at,
        answered_at=offer.answered_at,
        phrase=offer.phrase,
        needs_address=needs_address(gift.item.kind),
    )


def _seen_state(offer: GiftOffer) -> str:
    return _LET_GO.get(offer.answer) or offer.gift.state


# What somebody sees who did not keep it, whatever became of it afterwards.
_LET_GO: Mapping[str, str] = {
    Answer.DECLINED: GiftState.DECLINED,
    Answer.EXPIRED: GiftState.EXPIRED,
    Answer.SWAPPED: GiftState.SWAPPED,
    Answer.PASSED_ON: GiftState.PASSED_ON,
}


def _offers_of(member_id: int) -> QuerySet[GiftOffer]:
    return GiftOffer.objects.filter(recipient_id=member_id).select_related("gift__item")


def gifts_of(
    *, member_id: int, item_kind: str = "", cursor: str | None = None, size: int = 25
) -> tuple[list[GiftCard], str | None]:
    """(the member's gifts, next cursor), newest first. One statement. Raises: BadCursor."""
    offers = _offers_of(member_id)
    offers = offers.filter(gift__item__kind=item_kind) if item_kind else offers
    page = keyset(offers, order=["-id"], cursor=cursor, size=size)
    return [_card(offer) for offer in page.items], page.next_cursor


def gift_card(*, public_id: str, member_id: int) -> GiftCard:
    """One statement. Raises: NotFound, also for somebody else's gift."""
    offer = _offers_of(member_id).filter(gift__public_id=public_id).first()
    if offer is None:
        raise NotFound
    return _card(offer)


def cards_by_recipient(gift_ids: Iterable[int]) -> dict[tuple[int, int], GiftCard]:
    """{(gift id, recipient id): what that recipient sees of it}; one statement however many."""
    offers = GiftOffer.objects.filter(gift_id__in=list(gift_ids)).select_related("gift__item")
    return {(offer.gift_id, offer.recipient_id): _card(offer) for offer in offers}


def offers_ending(*, after: datetime, before: datetime) -> list[tuple[int, int, datetime]]:
    """(gift id, recipient id, end) of offers that nobody has answered, at most 1,000. One statement."""
    waiting = GiftOffer.objects.filter(answer="", expires_at__gt=after, expires_at__lte=before)
    rows = waiting.order_by("expires_at").values_list("gift_id", "recipient_id", "expires_at")
    return list(rows[:1000])


def open_offers_of(*, member_id: int) -> list[GiftCard]:
    """Offers that wait for the member's answer, the most urgent first, at most 10. One statement."""
    waiting = _offers_of(member_id).filter(answer="", gift__state=GiftState.OFFERED)
    return [_card(offer) for offer in waiting.order_by("expires_at", "id")[:10]]


def waiting_for(member: Any) -> QuerySet[GiftOffer]:
    """The probe of ``open_offers_of``: asked together with others."""
    return GiftOffer.objects.filter(recipient_id=member.pk, answer="", gift__state=GiftState.OFFERED)


def under_way(member: Any) -> QuerySet[GiftOffer]:
    """What the member accepted and does not hold yet."""
    moving = [GiftState.ACCEPTED, GiftState.PACKING, GiftState.SHIPPED]
    return GiftOffer.objects.filter(recipient_id=member.pk, answer=Answer.ACCEPTED, gift__state__in=moving)


def under_way_of(*, member_id: int) -> list[GiftCard]:
    """Gifts that are being packed or carried, the newest first, at most 3. One statement."""
    moving = [GiftState.ACCEPTED, GiftState.PACKING, GiftState.SHIPPED]
    offers = _offers_of(member_id).filter(answer=Answer.ACCEPTED, gift__state__in=moving)
    return [_card(offer) for offer in offers.order_by("-answered_at", "-id")[:3]]


def was_offered(*, gift_id: int, member_id: int) -> bool:
    """One statement."""
    return GiftOffer.objects.filter(gift_id=gift_id, recipient_id=member_id).exists()


def tracking_of(*, gift_id: int) -> Tracking | None:
    """Two statements; None while there is no parcel."""
    shipment = Shipment.objects.filter(gift_id=gift_id).first()
    if shipment is None:
        return None
    steps = shipment.steps.order_by("-happened_at", "-id").values("happened_at", "state", "text")
    return Tracking(
        carrier=shipment.carrier,
        waybill_no=shipment.waybill_no,
        state=shipment.state,
        lines=[TrackingLine(**step) for step in steps],
    )


def shipment_told_of(public_id: str, *, carrier: str, waybill_no: str) -> int | None:
    """The id of the parcel that all three name. One statement."""
    rows = Shipment.objects.filter(public_id=public_id, carrier=carrier, waybill_no=waybill_no)
    return rows.values_list("pk", flat=True).first()


def own_address(*, gift_id: int, member_id: int) -> AddressInput | None:
    """What the recipient typed, for the recipient only; None once shredded. One statement."""
    address = (
        DeliveryAddress.objects.filter(gift_id=gift_id, owner_id=member_id).select_related("data_key").first()
    )
    return read_address(address) if address else None


def read_address(address: DeliveryAddress) -> AddressInput | None:
    """Decrypted; None once shredded. Callers answer for the right to read."""
    if address.shredded_at is not None:
        return None
    try:
        parts = {part: _open(address, part) for part in ADDRESS_PARTS}
    except KeyShredded:
        return None
    return AddressInput(**{**parts, "country": parts["country"] or HOME})  # rows from before countries


def _open(address: DeliveryAddress, part: str) -> str:
    sealed: str = getattr(address, part)
    return address.data_key.decrypt(sealed, aad=address.aad(part)) if sealed else ""


@dataclass(frozen=True, kw_only=True)
class CodeLooks:
    """How often, and when first and last, a gift's code was shown to its recipient."""

    times: int
    first_at: datetime | None
    last_at: datetime | None


def code_looks(*, gift_id: int) -> CodeLooks | None:
    """None for a gift without a code. One statement."""
    looks = PoolCode.objects.filter(gift_id=gift_id).annotate(
        times=Count("reveals"), first_at=Min("reveals__at"), last_at=Max("reveals__at")
    )
    found = looks.values("times", "first_at", "last_at").first()
    return CodeLooks(**found) if found else None


def code_imports_of(actor: Any) -> QuerySet[CodeImport]:
    """Imports into the items that the actor keeps, newest first."""
    return CodeImport.objects.filter(pool__item__in=kept_by(actor)).order_by("-pk")


def code_import_of(actor: Any, public_id: str) -> CodeImport:
    """One statement. Raises: NotFound, also for another brand's."""
    found = code_imports_of(actor).select_related("pool__item").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# --- stock ----------------------------------------------------------------------------------------


def stock_left(item_ids: Iterable[int]) -> dict[int, int]:
    """{item id: units that nobody has and nothing was promised}; items without stock are 0. One statement."""
    ids = list(item_ids)
    rows = (
        StockBalance.objects.filter(item_id__in=ids).values_list("item_id").annotate(left=Sum(free_units()))
    )
    return {item_id: 0 for item_id in ids} | dict(rows)


def item_ids_of(public_ids: Iterable[str]) -> dict[str, int]:
    """{public id: item id} of those that exist. One statement."""
    return dict(Item.objects.filter(public_id__in=list(public_ids)).values_list("public_id", "pk"))


def active_item_ids(public_ids: Iterable[str], *, brand_ref: str) -> dict[str, int]:
    """{public id: item id} of the brand's own items that are still given. One statement."""
    items = Item.objects.filter(public_id__in=list(public_ids), brand_ref=brand_ref, state=ItemState.ACTIVE)
    return dict(items.values_list("public_id", "pk"))


def items_by_id(item_ids: Iterable[int]) -> dict[int, Item]:
    """{item id: item}. One statement."""
    return Item.objects.in_bulk(list(item_ids))


def item_id_of(public_id: str) -> int:
    """One statement. Raises: NotFound."""
    item_id = Item.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if item_id is None:
        raise NotFound
    return item_id


def gift_id_of(public_id: str) -> int:
    """One statement. Raises: NotFound."""
    gift_id = Gift.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    if gift_id is None:
        raise NotFound
    return gift_id


def gift_ids_of(public_ids: Iterable[str]) -> dict[str, int]:
    """{public id: gift id} of those that exist. One statement."""
    return dict(Gift.objects.filter(public_id__in=list(public_ids)).values_list("public_id", "pk"))


def state_of(gift_id: int) -> str:
    """One statement."""
    return Gift.objects.values_list("state", flat=True).get(pk=gift_id)


def item_names(item_ids: Iterable[int]) -> dict[int, Texts]:
    """{item id: its name in each language}. One statement."""
    return dict(Item.objects.filter(pk__in=list(item_ids)).values_list("pk", "name"))


def names_by_public_id(public_ids: Iterable[str]) -> dict[str, Texts]:
    """{public id: the item's name in each language}. One statement, none for no items."""
    ids = list(public_ids)
    if not ids:
        return {}
    return dict(Item.objects.filter(public_id__in=ids).values_list("public_id", "name"))


def values_by_public_id(public_ids: Iterable[str]) -> dict[str, int]:
    """{public id: the item's value in fen}. One statement."""
    rows = Item.objects.filter(public_id__in=list(public_ids))
    return dict(rows.values_list("public_id", "value_fen"))


def items_of(
    actor: Any, *, state: str = "", kind: str = "", cursor: str | None = None, size: int = 25
) -> Page[Item]:
    """Items that the actor keeps, newest first. Two statements."""
    wanted = {name: word for name, word in (("state", state), ("kind", kind)) if word}
    return keyset(kept_by(actor).filter(**wanted), order=["-id"], cursor=cursor, size=size)


def kept_by(actor: Any) -> QuerySet[Item]:
    """Items of the brands whose manager the actor is."""
    scopes = role_scopes(actor, "manager")
    items = Item.objects.all()
    return items if "" in scopes else items.filter(brand_ref__in=scopes)


# --- the packing desk -----------------------------------------------------------------------------


def packing_list(actor: Any, *, cursor: str | None = None, size: int = 50) -> Page[Gift]:
    """Accepted gifts that wait for a clerk, the longest waiting first, without addresses. Two statements."""
    return keyset(to_pack(actor), order=["accepted_at", "id"], cursor=cursor, size=size)


def to_pack(actor: Any) -> QuerySet[Gift]:
    """Accepted gifts of the brands whose clerk the actor is."""
    scopes = role_scopes(actor, "clerk")
    gifts = Gift.objects.filter(state__in=[GiftState.ACCEPTED, GiftState.PACKING]).select_related("item")
    gifts = gifts.exclude(transfer__isnull=False)  # no clerk touches what a payer pays
    return gifts if "" in scopes else gifts.filter(item__brand_ref__in=scopes)


def looked_after(actor: Any) -> QuerySet[Gift]:
    """Gifts of the brands in which the actor is manager, clerk or auditor, in every state."""
    scopes = {scope for role in ("manager", "clerk", "auditor") for scope in role_scopes(actor, role)}
    gifts = Gift.objects.all()
    return gifts if "" in scopes else gifts.filter(item__brand_ref__in=scopes)


def gifts_by_source(sources: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """{source: (public id, state)} of the newest gift of each source. One statement."""
    rows = Gift.objects.filter(source__in=list(sources)).order_by("sequence")
    return {
        source: (public_id, state)
        for source, public_id, state in rows.values_list("source", "public_id", "state")
    }


def has_left_the_house(source: str) -> bool:
    """Whether a unit was handed out for this source, wherever it is now. One statement."""
    return StockEntry.objects.filter(gift__source=source, kind=EntryKind.CONSUME).exists()


def taking_of(gift_id: int) -> tuple[int, list[int]]:
    """(what the item is worth in fen, everybody who was asked, first to last). One statement."""
    offers = GiftOffer.objects.filter(gift_id=gift_id).order_by("pk")
    rows = list(offers.values_list("gift__item__value_fen", "recipient_id"))
    return (rows[0][0] if rows else 0), [recipient_id for _value, recipient_id in rows]


def offers_made(source: str) -> int:
    """How many offers this line has made so far, whatever the answer. One statement."""
    return GiftOffer.objects.filter(gift__line__source=source).count()


def line_is_open(source: str) -> bool:
    """Whether somebody in this line is being asked. One statement."""
    return Gift.objects.filter(line__source=source, state=GiftState.OFFERED).exists()


def kept_units(prefix: str) -> dict[str, int | None]:
    """{source: for whom} of units that are kept and held out to nobody yet. One statement."""
    kept = Gift.objects.filter(state=GiftState.RESERVED, source__startswith=prefix)
    return dict(kept.values_list("source", "recipient_id"))
