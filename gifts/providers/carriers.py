"""Who carries a parcel, behind one protocol. Adding a carrier is one class and its golden vectors."""

from collections.abc import Sequence
from typing import Protocol

from common.http.errors import Declined
from common.http.provider import Capability, ProviderConfig
from gifts.providers.kuaidi100 import COMPANIES, tracker
from gifts.providers.parcels import Cargo, Contact, Parcel, RouteStep, TrackingCode, Waybill
from gifts.providers.sf_express import SfExpress

__all__ = [
    "Cargo",
    "Carrier",
    "Contact",
    "Follower",
    "ManualCarrier",
    "Parcel",
    "RouteStep",
    "SfExpress",
    "TrackingCode",
    "Waybill",
    "current_carrier",
    "follower_of",
]


class Follower(Protocol):
    """Whoever can tell where a parcel is: its own carrier, or a service that follows many."""

    @property
    def simulated(self) -> bool:
        """Whether its parcels exist only in the simulator."""

    def routes(self, waybill: Waybill) -> Sequence[RouteStep]:
        """Every step so far, oldest first. Raises: NotDone, OutcomeUnknown."""


class Carrier(Follower, Protocol):
    slug: str
    capability: Capability

    @property
    def automatic(self) -> bool:
        """Whether an order can be placed without a person."""

    def create_order(self, ref: str, parcel: Parcel) -> Waybill:
        """Order a pick-up once per ``ref``; repeating the call returns the first order's waybill.

        Raises: Declined, NotDone, OutcomeUnknown.
        """

    def query_order(self, ref: str) -> Waybill | None:
        """What became of ``ref``; None when the carrier knows of no such order. Raises: OutcomeUnknown."""


class ManualCarrier:
    """A parcel desk: a clerk hands the parcel in and types the waybill. Nothing is ever sent by itself."""

    slug = "manual"
    capability = Capability.NONE
    automatic = False
    simulated = False

    def create_order(self, ref: str, parcel: Parcel) -> Waybill:
        raise Declined("manual", "a person enters the waybill")

    def query_order(self, ref: str) -> Waybill | None:
        return None

    def routes(self, waybill: Waybill) -> Sequence[RouteStep]:
        return ()


def current_carrier() -> Carrier:
    """The carrier that this installation has configured, or the parcel desk."""
    config = ProviderConfig.load("carrier")
    return SfExpress(config) if config.is_on else ManualCarrier()


def follower_of(slug: str) -> Follower | None:
    """Whom to ask about a parcel of this carrier; None for nobody."""
    carrier = current_carrier()
    if carrier.slug == slug:
        return carrier
    return tracker() if slug in COMPANIES else None
