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
    """``fulfilment``: "auto" is sent at once, "desk" waits for a clerk."""

    KIND: ClassVar = "gifts.gift-accepted"
    fulfilment: str


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
class PresentThanked(Fact):
    KIND: ClassVar = "gifts.present-thanked"
    gift_id: int
    sender_id: int
    recipient_id: int
    occurred_at: str
