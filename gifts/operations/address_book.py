"""A member's own addresses, remembered on request and forgotten on request."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.crypto import blind_index, create_key, shred_key
from common.errors import NotFound
from gifts.address_rules import AddressInput
from gifts.models import SavedAddress

# The one that was not used for longest makes room.
MOST = 10


def remember_address(*, owner_id: int, address: AddressInput, now: datetime) -> None:
    """Inside the acceptance's transaction. The same address again is only used again."""
    parts = {part: text for part, text in address.parts().items() if text}
    same_as = blind_index("\x1f".join(f"{part}={parts[part]}" for part in sorted(parts)), purpose="address")
    mine = SavedAddress.objects.filter(owner_id=owner_id)
    if mine.filter(same_as=same_as).update(used_at=now):
        return
    row = SavedAddress(owner_id=owner_id, same_as=same_as, created_at=now, used_at=now)
    row.data_key = create_key(f"saved-address:{row.public_id}")
    row.parts_sealed = {part: row.data_key.encrypt(text, aad=row.aad(part)) for part, text in parts.items()}
    if SavedAddress.objects.bulk_create([row], ignore_conflicts=True):
        for old in mine.order_by("-used_at", "-pk")[MOST:]:
            _forget(old)


@transaction.atomic
def forget_address(*, actor: Actor, public_id: str) -> None:
    """Destroy its key and the row. Again: NotFound. Raises: NotFound, also for somebody else's."""
    member = as_member(actor)
    row = SavedAddress.objects.filter(public_id=public_id, owner=member).first()
    allow(actor, "gifts.forget-address", row)
    if row is None:
        raise NotFound
    _forget(row)


def forget_all_addresses(member_id: int) -> None:
    """Inside the erasure's step."""
    for row in SavedAddress.objects.filter(owner_id=member_id):
        _forget(row)


def _forget(row: SavedAddress) -> None:
    key_id = row.data_key_id
    row.delete()
    shred_key(key_id)
