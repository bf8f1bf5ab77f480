"""A member's remembered addresses, for the member alone; and how many people share a door."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from common.crypto import KeyShredded
from gifts.address_rules import AddressInput, place_of
from gifts.models import DeliveryAddress, SavedAddress
from gifts.queries import read_address

# Of the parcels of a circle of people, so many of the newest are compared.
NEWEST = 200


@dataclass(frozen=True, kw_only=True)
class Remembered:
    public_id: str
    address: AddressInput
    used_at: datetime


def addresses_of(member_id: int) -> list[Remembered]:
    """The newest used first; there are few. One statement."""
    rows = SavedAddress.objects.filter(owner_id=member_id).select_related("data_key")
    found = []
    for row in rows.order_by("-used_at", "-pk"):
        try:
            parts = {
                part: row.data_key.decrypt(sealed, aad=row.aad(part))
                for part, sealed in row.parts_sealed.items()
            }
        except KeyShredded:
            continue
        found.append(Remembered(public_id=row.public_id, address=AddressInput(**parts), used_at=row.used_at))
    return found


def count_at_one_door(member_ids: Collection[int]) -> int:
    """How many of these had parcels sent to one address, where most of them did; 0 without any parcel.

    Addresses are gone after their return window, so this forgets by itself. One statement.
    """
    return max(map(len, _owners_by_door(member_ids).values()), default=0)


def share_a_door(member_id: int, others: Collection[int]) -> bool:
    """Whether a parcel of the member went where one of the others' did. It forgets, too. One statement."""
    doors = _owners_by_door({member_id, *others}).values()
    return any(member_id in owners and len(owners) > 1 for owners in doors)


def _owners_by_door(member_ids: Collection[int]) -> dict[str, set[int]]:
    rows = DeliveryAddress.objects.filter(owner_id__in=member_ids, shredded_at__isnull=True)
    owners: dict[str, set[int]] = defaultdict(set)
    for row in rows.select_related("data_key").order_by("-pk")[:NEWEST]:
        address = read_address(row)
        if address is not None:
            owners[place_of(address)].add(row.owner_id)
    return owners
