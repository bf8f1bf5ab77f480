"""A member's remembered addresses, for the member alone."""

from dataclasses import dataclass
from datetime import datetime

from common.crypto import KeyShredded
from gifts.address_rules import AddressInput
from gifts.models import SavedAddress


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
