"""A parcel and its way, in our own words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TrackingCode(StrEnum):
    """Our words for what a carrier reports. Carriers repeat and reorder news: never let a state go back."""

    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    PROBLEM = "problem"
    RETURNED = "returned"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One end of a parcel's way. Personal data: never in logs, hence no ``repr``."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    province: str = field(repr=False)
    city: str = field(repr=False)
    district: str = field(repr=False)
    street: str = field(repr=False)
    country: str = field(default="CN", repr=False)
    postcode: str = field(default="", repr=False)
    company: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Cargo:
    name: str
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Parcel:
    sender: Contact
    receiver: Contact
    contents: tuple[Cargo, ...]
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Waybill:
    """``provider_ref`` is our own reference as the carrier knows it; ``simulated`` parcels are marked."""

    number: str
    provider_ref: str
    carrier: str
    simulated: bool = False


@dataclass(frozen=True, kw_only=True)
class RouteStep:
    """``text`` and ``place`` are the carrier's own words."""

    code: TrackingCode
    at: datetime
    place: str
    text: str
