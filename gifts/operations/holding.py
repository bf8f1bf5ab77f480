"""A unit that is kept for somebody whom nobody has asked yet."""

from datetime import datetime

from django.db import IntegrityError, transaction

from common.access import Actor, allow
from common.texts import Texts
from gifts import errors
from gifts.models import Gift
from gifts.operations import stock_moves
from gifts.operations.earmarks import promised_purpose
from gifts.operations.offers import hold_out
from gifts.operations.stock import item_of
from gifts.states import GiftState, ItemState


@transaction.atomic
def hold_unit(
    *,
    actor: Actor,
    item_id: int,
    member_id: int,
    source: str,
    sender_ref: str,
    now: datetime,
    reason: Texts | None = None,
    purpose: str = "",
) -> Gift:
    """Reserve one unit, as a gift that is held out to nobody yet. The same ``source`` again gives the same.

    Where units are promised for ``purpose``, it is one of those.

    Raises: NotFound (no such item), ItemRetired, SoldOut.
    """
    item = item_of(item_id)
    allow(actor, "gifts.offer-gift", item)
    if item.state != ItemState.ACTIVE:
        raise errors.ItemRetired
    gift = Gift(
        item=item,
        source=source,
        purpose=promised_purpose(item_id, purpose),
        sender_ref=sender_ref,
        reason=dict(reason or {}),
        recipient_id=member_id,
        state=GiftState.RESERVED,
        created_at=now,
    )
    try:
        with transaction.atomic():
            gift.save(force_insert=True)
    except IntegrityError:
        return Gift.objects.get(source=source, sequence=1)
    stock_moves.claim_in_turn(gift, actor=actor, now=now)
    return gift


@transaction.atomic
def offer_held_gift(*, actor: Actor, gift_id: int, source: str, expires_at: datetime, now: datetime) -> Gift:
    """Hold the kept unit out to whom it was kept for, under the ``source`` that it is given for now.

    The unit stays where it is reserved. Raises: IllegalMove (let go of meanwhile), Stale.
    """
    gift = Gift.objects.select_related("item").get(pk=gift_id)
    allow(actor, "gifts.offer-gift", gift.item)
    gift.hand_out(source=source, actor=actor)
    hold_out(gift, recipient_id=gift.recipient_id or 0, line="", expires_at=expires_at, now=now)
    return gift


@transaction.atomic
def let_go_of_held_unit(*, actor: Actor, gift_id: int, why: str, now: datetime) -> None:
    """Back on the shelf. Again changes nothing."""
    gift = Gift.objects.select_related("item").get(pk=gift_id)
    if gift.state != GiftState.RESERVED:
        return
    gift.call_off(actor=actor, why=why, now=now)
    stock_moves.release_unit(gift=gift, actor=actor, now=now, reason=why)
