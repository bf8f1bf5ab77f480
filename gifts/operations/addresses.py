"""Where a parcel goes: kept encrypted, read by few, gone after the return window."""

from datetime import datetime

from django.db import transaction

from accounts import operations as accounts
from common.access import Actor, allow
from common.clock import DbNow, db_now
from common.crypto import create_key, shred_key
from common.errors import NotFound
from gifts import queries
from gifts.address_rules import AddressInput
from gifts.models import ADDRESS_PARTS, DeliveryAddress, Gift
from gifts.rules import RETURN_WINDOW
from outbox import audit

SHRED_AT_ONCE = 200


def keep_address(*, gift: Gift, owner_id: int, address: AddressInput, now: datetime) -> DeliveryAddress:
    """Encrypt each part under a key of this address alone. Inside the acceptance's transaction."""
    row = DeliveryAddress(gift=gift, owner_id=owner_id, created_at=now)
    row.data_key = create_key(f"address:{row.public_id}")
    for part, text in address.parts().items():
        setattr(row, part, row.data_key.encrypt(text, aad=row.aad(part)) if text else "")
    row.save(force_insert=True)
    return row


@transaction.atomic
def open_parcel_address(*, actor: Actor, gift_id: int) -> AddressInput:
    """What a clerk writes on the parcel, while it is being packed. Each reading leaves an audit line.

    Raises: NotFound, also before acceptance and after hand-over.
    """
    gift = Gift.objects.select_related("item").filter(pk=gift_id).first()
    allow(actor, "gifts.read-address", gift)
    row = DeliveryAddress.objects.select_related("data_key").filter(gift_id=gift_id).first()
    address = queries.read_address(row) if row is not None else None
    if row is None or address is None:
        raise NotFound
    audit.note(actor, verb="gifts.read-address", kind="gifts.deliveryaddress", key=row.public_id)
    accounts.note_look(actor=actor, member_id=row.owner_id, what="address", why="", now=db_now())
    return address


def start_return_window(*, gift_id: int) -> None:
    """Delivered or returned: from now on the address is needed for a while, then never again."""
    DeliveryAddress.objects.filter(gift_id=gift_id, shred_after__isnull=True).update(
        shred_after=db_now() + RETURN_WINDOW
    )


def shred_addresses(*, now: datetime) -> int:
    """Destroy the keys of addresses whose return window is over, each in a transaction of its own.

    Repeatable; at most 200 per call. Returns how many were shredded.
    """
    due = DeliveryAddress.objects.filter(shredded_at__isnull=True, shred_after__lte=DbNow())
    ids = due.order_by("shred_after").values_list("pk", flat=True)[:SHRED_AT_ONCE]
    return sum(shred_address(address_id, now=now) for address_id in ids)


@transaction.atomic
def shred_address(address_id: int, *, now: datetime) -> bool:
    """Destroy the key of one address. Repeating changes nothing; True if it could still be read."""
    due = DeliveryAddress.objects.filter(pk=address_id, shredded_at__isnull=True)
    row = due.first()
    if row is None or not due.update(shredded_at=now, **dict.fromkeys(ADDRESS_PARTS, "")):
        return False
    shred_key(row.data_key_id)
    return True
