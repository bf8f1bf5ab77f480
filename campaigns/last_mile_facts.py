"""News of units that are kept for whoever is one friend short."""

from dataclasses import dataclass
from typing import ClassVar

from outbox.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OneFriendShort(Fact):
    """An advocate needs one friend more for a gift, in a campaign that keeps units for that."""

    KIND: ClassVar = "campaigns.one-friend-short"

    campaign_id: int
    advocate_id: int


@dataclass(frozen=True, kw_only=True)
class UnitReserved(Fact):
    """A unit is kept for an advocate until ``expires_at`` (ISO)."""

    KIND: ClassVar = "campaigns.unit-reserved"

    reservation_id: int
    campaign_id: int
    advocate_id: int
    rule_key: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class ReservationEnded(Fact):
    """``outcome``: used, or the reason why it went back."""

    KIND: ClassVar = "campaigns.reservation-ended"

    reservation_id: int
    campaign_id: int
    advocate_id: int
    rule_key: str
    outcome: str
