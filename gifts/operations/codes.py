"""Handing out codes, and showing them."""

from datetime import datetime

from django.db import connection, transaction

from common.access import Actor, allow
from common.errors import NotFound
from gifts import errors
from gifts.models import CodePool, CodeReveal, Gift, PoolCode
from gifts.operations.stock_moves import StockBroken
from outbox import audit

_TAKE = """
UPDATE gifts_poolcode SET gift_id = %s
 WHERE id = (SELECT id FROM gifts_poolcode WHERE pool_id = %s AND gift_id IS NULL AND NOT void
              ORDER BY id LIMIT 1 {lock})
   AND gift_id IS NULL AND NOT void
RETURNING id
"""


def hand_out_code(*, gift: Gift) -> bool:
    """Bind a free code of the item's pool to an accepted gift; False for an item without a pool.

    The gift holds a reserved unit, so a free code exists; if others hold all of them just now, this waits.
    Inside the acceptance's transaction.
    """
    pool_id = CodePool.objects.filter(item_id=gift.item_id).values_list("pk", flat=True).first()
    if pool_id is None:
        return False
    if not (_take(pool_id, gift.pk, wait=False) or _take(pool_id, gift.pk, wait=True)):
        raise StockBroken(f"gift {gift.public_id} holds a unit and its pool has no free code")
    return True


def _take(pool_id: int, gift_id: int, *, wait: bool) -> bool:
    """PostgreSQL skips codes that others hold uncommitted; while waiting it queues for the first of them."""
    postgres = connection.vendor == "postgresql"
    lock = "" if not postgres else "FOR UPDATE" if wait else "FOR UPDATE SKIP LOCKED"
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(lock=lock), [gift_id, pool_id])
        return cursor.fetchone() is not None


def void_codes(*, pool: CodePool, quantity: int) -> None:
    """Take free codes out of the pool for good, the oldest first. Inside a write-off's transaction.

    Raises: NothingFree.
    """
    ids = list(
        PoolCode.objects.filter(pool=pool, gift__isnull=True, void=False)
        .order_by("pk")
        .values_list("pk", flat=True)[:quantity]
    )
    still_free = PoolCode.objects.filter(pk__in=ids, gift__isnull=True, void=False)
    if len(ids) < quantity or still_free.update(void=True) != quantity:
        raise errors.NothingFree


@transaction.atomic
def reveal_code(*, actor: Actor, gift_id: int, now: datetime) -> str:
    """The code in plain, for its recipient. Every look leaves a row that the recipient can read.

    Answers are never stored: who wants to see the code again asks again, and that is written down too.

    Raises: NotFound, NoCodeYet.
    """
    gift = Gift.objects.filter(pk=gift_id).first()
    allow(actor, "gifts.reveal-code", gift)
    if gift is None or actor.pk is None:
        raise NotFound
    code = PoolCode.objects.select_related("pool__data_key").filter(gift_id=gift_id).first()
    if code is None:
        raise errors.NoCodeYet
    CodeReveal.objects.create(code=code, member_id=actor.pk, at=now)
    audit.note(actor, verb="gifts.reveal-code", kind="gifts.gift", key=gift.public_id)
    return code.pool.data_key.decrypt(code.sealed, aad=PoolCode.aad(code.pool.public_id, code.code_index))
