"""Who may do what with gifts, stock and parcels."""

from typing import Any

from accounts.queries import has_role, has_role_somewhere
from accounts.states import Role
from accounts.visibility import are_blocked
from common.access import Actor, declare, nobody, predicate
from gifts import queries
from gifts.models import CodeImport, Gift, Item, PickList, Present, SavedAddress
from gifts.states import GiftState


def _holds(actor: Any, role: str, brand_ref: str | None) -> bool:
    """Whether the actor holds the role for this brand; without a brand: anywhere, for opening a list."""
    if brand_ref is None:
        return has_role_somewhere(actor, role)
    return has_role(actor, role, scope=brand_ref)


@predicate
def keeps_stock_of_brand(actor: Actor, brand_ref: str | None) -> bool:
    return _holds(actor, Role.MANAGER, brand_ref)


@predicate
def keeps_stock(actor: Actor, item: Item | None) -> bool:
    """A manager of the item's brand, or of everything."""
    return _holds(actor, Role.MANAGER, item.brand_ref if item else None)


@predicate
def keeps_codes(actor: Actor, source: CodeImport | None) -> bool:
    """A manager of the brand whose item the codes are."""
    return _holds(actor, Role.MANAGER, source.pool.item.brand_ref if source else None)


@predicate
def packs(actor: Actor, gift: Gift | None) -> bool:
    """A clerk of the item's brand, or of everything."""
    return _holds(actor, Role.CLERK, gift.item.brand_ref if gift else None)


@predicate
def walks(actor: Actor, found: PickList | None) -> bool:
    """A clerk of the list's brand, or of everything."""
    return _holds(actor, Role.CLERK, found.brand_ref if found else None)


@predicate
def packs_this_now(actor: Actor, gift: Gift | None) -> bool:
    """The address is open to a clerk only between acceptance and hand-over."""
    return gift is not None and gift.state in (GiftState.ACCEPTED, GiftState.PACKING) and packs(actor, gift)


@predicate
def looks_after(actor: Actor) -> bool:
    """Staff who look at gifts and parcels."""
    return any(_holds(actor, role, None) for role in (Role.MANAGER, Role.CLERK, Role.AUDITOR))


@predicate
def was_offered(actor: Actor, gift: Gift | None) -> bool:
    """The present recipient, or somebody who was asked before."""
    if gift is None or actor.pk is None:
        return False
    return gift.recipient_id == actor.pk or queries.was_offered(gift_id=gift.pk, member_id=actor.pk)


@predicate
def is_recipient(actor: Actor, gift: Gift | None) -> bool:
    return gift is not None and actor.pk is not None and gift.recipient_id == actor.pk


@predicate
def may_be_given_to(actor: Actor, member: Any) -> bool:
    """Somebody else who is here, with no block between the two."""
    if member is None or actor.pk is None or member.pk == actor.pk:
        return False
    return not are_blocked(actor.pk, member.pk)


@predicate
def is_sender(actor: Actor, present: Present | None) -> bool:
    return present is not None and actor.pk is not None and present.sender_id == actor.pk


@predicate
def has_accepted(actor: Actor, present: Present | None) -> bool:
    if present is None or actor.pk is None or present.recipient_id != actor.pk:
        return False
    return present.gift.accepted_at is not None


@predicate
def is_self(actor: Actor, member: Any) -> bool:
    return member is not None and actor.pk is not None and actor.pk == member.pk


@predicate
def owns_address(actor: Actor, saved: SavedAddress | None) -> bool:
    return saved is not None and actor.pk is not None and saved.owner_id == actor.pk


declare("gifts.accept-gift", was_offered)
declare("gifts.give-present", may_be_given_to)
declare("gifts.call-off-present", is_sender)
declare("gifts.say-thanks", has_accepted)
declare("gifts.keep-book", is_self)
declare("gifts.forget-address", owns_address)
declare("gifts.open-to-presents", keeps_stock)
declare("gifts.decline-gift", was_offered)
declare("gifts.swap-gift", was_offered)
declare("gifts.pass-on-gift", was_offered)
declare("gifts.answer-substitute", is_recipient)
declare("gifts.reveal-code", is_recipient)
declare("gifts.import-codes", keeps_stock)
declare("gifts.view-code-imports", keeps_codes, hidden=False)
declare("gifts.create-item", keeps_stock_of_brand, hidden=False)
declare("gifts.view-items", keeps_stock, hidden=False)
declare("gifts.retire-item", keeps_stock)
declare("gifts.receive-stock", keeps_stock)
declare("gifts.write-off-stock", keeps_stock)
declare("gifts.split-stock", keeps_stock)
declare("gifts.move-stock", keeps_stock)
declare("gifts.count-stock", keeps_stock)
declare("gifts.place-item", keeps_stock)
declare("gifts.keep-warehouses", keeps_stock_of_brand, hidden=False)
declare("gifts.offer-gift", keeps_stock)
declare("gifts.withdraw-place", nobody)
declare("gifts.view-packing-list", packs, hidden=False)
declare("gifts.pick", packs)
declare("gifts.walk-pick-list", walks, hidden=False)
declare("gifts.read-address", packs_this_now)
declare("gifts.hand-over-gift", packs)
declare("gifts.type-waybill", packs)
declare("gifts.note-arrival", packs)
declare("gifts.mend-parcel", packs)
declare("gifts.mend-money", packs)
declare("gifts.look-after", looks_after, hidden=False)
