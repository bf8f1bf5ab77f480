"""News about gifts: ids and times, never a person's data."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GiftFact(Fact):
    """``source`` is the giver's own key; ``line`` is the line's source, or '' for a gift outside a line."""

    gift_id: int
    source: str
    line: str
    recipient_id: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class GiftOffered(GiftFact):
    KIND: ClassVar = "gifts.gift-offered"


@dataclass(frozen=True, kw_only=True)
class GiftAccepted(GiftFact):
    """``fulfilment``: "auto" is sent at once, "desk" waits for a clerk; ``item_kind`` as in ``ItemKind``."""

    KIND: ClassVar = "gifts.gift-accepted"
    fulfilment: str
    item_kind: str = ""


@dataclass(frozen=True, kw_only=True)
class GiftDeclined(GiftFact):
    """``next_recipient_id``: who was asked instead, or None: then the unit is back in stock."""

    KIND: ClassVar = "gifts.gift-declined"
    next_recipient_id: int | None


@dataclass(frozen=True, kw_only=True)
class OfferExpired(GiftFact):
    KIND: ClassVar = "gifts.offer-expired"
    next_recipient_id: int | None


@dataclass(frozen=True, kw_only=True)
class GiftSwapped(GiftFact):
    """The recipient chose another item; ``next_gift_id`` is offered to the same person."""

    KIND: ClassVar = "gifts.gift-swapped"
    next_gift_id: int


@dataclass(frozen=True, kw_only=True)
class SubstituteAsked(GiftFact):
    """It cannot be sent; its recipient is asked whether something else will do."""

    KIND: ClassVar = "gifts.substitute-asked"
    substitute_id: int


@dataclass(frozen=True, kw_only=True)
class GiftSubstituted(GiftFact):
    """With the recipient's consent; ``next_gift_id`` is offered to the same person."""

    KIND: ClassVar = "gifts.gift-substituted"
    next_gift_id: int


@dataclass(frozen=True, kw_only=True)
class GiftOfferedAgain(GiftFact):
    """It did not arrive; ``next_gift_id``, another unit, is offered to the same person."""

    KIND: ClassVar = "gifts.gift-offered-again"
    next_gift_id: int


@dataclass(frozen=True, kw_only=True)
class GiftPassedOn(GiftFact):
    """The one who was asked let a fellow member have it."""

    KIND: ClassVar = "gifts.gift-passed-on"
    next_recipient_id: int


@dataclass(frozen=True, kw_only=True)
class GiftHandedOver(GiftFact):
    """A clerk has packed the parcel: the carrier may be called."""

    KIND: ClassVar = "gifts.gift-handed-over"


@dataclass(frozen=True, kw_only=True)
class GiftShipped(GiftFact):
    KIND: ClassVar = "gifts.gift-shipped"


@dataclass(frozen=True, kw_only=True)
class GiftDelivered(GiftFact):
    KIND: ClassVar = "gifts.gift-delivered"


@dataclass(frozen=True, kw_only=True)
class GiftReturned(GiftFact):
    KIND: ClassVar = "gifts.gift-returned"


@dataclass(frozen=True, kw_only=True)
class ReturnSettled(GiftFact):
    """Somebody has looked at what came back, or given it up: ``outcome`` as in ``ReturnOutcome``."""

    KIND: ClassVar = "gifts.return-settled"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class StockChanged(Fact):
    """Units came, went or were counted otherwise; what single gifts take and give back is their own news.

    ``change`` as in ``EntryKind``.
    """

    KIND: ClassVar = "gifts.stock-changed"
    item_id: int
    change: str
    quantity: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class PickListMade(Fact):
    """Parcels are fetched in one walk."""

    KIND: ClassVar = "gifts.pick-list-made"
    list_id: int
    gifts: int
    occurred_at: str


@dataclass(frozen=True, kw_only=True)
class MoneyWaits(GiftFact):
    """A bill is made: the recipient confirms it with the payer, until ``confirm_by`` (ISO, UTC)."""

    KIND: ClassVar = "gifts.money-waits"
    confirm_by: str


@dataclass(frozen=True, kw_only=True)
class MoneyDelayed(GiftFact):
    """The payer won't pay it as asked, for ``reason``: the desk looks, nothing has come back yet."""

    KIND: ClassVar = "gifts.money-delayed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class MoneyAskedAnew(GiftFact):
    """The desk has the payer asked once more, under another number."""

    KIND: ClassVar = "gifts.money-asked-anew"
    bill_no: str


@dataclass(frozen=True, kw_only=True)
class MoneyStopAsked(GiftFact):
    """The desk wants a bill back before anybody confirms it."""

    KIND: ClassVar = "gifts.money-stop-asked"
    transfer_id: int
    occasion: str


@dataclass(frozen=True, kw_only=True)
class MoneyCameBack(GiftFact):
    """Not confirmed in time, or not possible (the payer's own ``reason``): the amount is free again."""

    KIND: ClassVar = "gifts.money-came-back"
    reason: str


@dataclass(frozen=True, kw_only=True)
class CodesArrived(Fact):
    """A file of codes is kept and waits to be worked in."""

    KIND: ClassVar = "gifts.codes-arrived"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class PresentScheduled(Fact):
    """A present waits for its day, at ``send_at`` (ISO, UTC)."""

    KIND: ClassVar = "gifts.present-scheduled"
    present_id: int
    send_at: str


@dataclass(frozen=True, kw_only=True)
class ThanksPhotoReceived(Fact):
    KIND: ClassVar = "gifts.thanks-photo-received"
    file_id: int


@dataclass(frozen=True, kw_only=True)
class PresentThanked(Fact):
    KIND: ClassVar = "gifts.present-thanked"
    gift_id: int
    sender_id: int
    recipient_id: int
    occurred_at: str
