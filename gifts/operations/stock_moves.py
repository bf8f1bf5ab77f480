"""The only writers of stock balances. Each change is one conditional UPDATE and one entry.

Called by operations inside their transaction, after their inserts: these rows are the hot ones, and a
lock on them should be held over the commit only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from common.access import Actor
from common.clock import DbNow
from common.errors import Refused
from gifts import errors, rules
from gifts.facts import StockChanged
from gifts.models import Gift, Item, StockBalance, StockEntry
from gifts.models.warehouses import FIRST_SLOT, SLICES
from gifts.rules import Window
from gifts.states import EntryKind, ItemState
from outbox.facts import record

# The guard that stands between 200 people and the last unit. What is promised for a purpose is free to its
# gifts only.
FREE = "on_hand - reserved - earmarked >= 1"
PROMISED = "earmarked >= 1"
ONE_PROMISE_LESS = ", earmarked = earmarked - 1"

_TAKE = """
UPDATE gifts_stockbalance SET reserved = reserved + 1 {also}
 WHERE id = (SELECT id FROM gifts_stockbalance
              WHERE item_id = %s AND {free} {window}
                AND EXISTS (SELECT 1 FROM gifts_item WHERE gifts_item.id = %s AND gifts_item.state = %s)
              ORDER BY random() LIMIT 1 {lock})
   AND {free}
RETURNING slot
"""


class StockBroken(Exception):
    """A bug: the balance and the gifts disagree. The transaction is rolled back."""


class NoUnit(Exception):
    """This try found no unit. The caller rolls back, which lets go of every slice, looks and tries again."""


def claim_unit(*, gift: Gift, window: Window | None, wait: bool, actor: Actor, now: datetime) -> None:
    """Reserve one unit for a gift that is already inserted.

    PostgreSQL, first without waiting: a free slice at random that nobody holds. There may be none only
    because others hold them, and a claim that is rolled back gives its unit back, so the next try waits,
    for one slice alone: whoever waits for a slice holds no other, and nobody can wait in a ring. (Locking
    reads keep the lock on rows that fail the second look, so one statement must not wait twice.)
    SQLite has one writer at a time and needs neither.

    Raises: NoUnit.
    """
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" and not wait else ""
    slot = _take(gift, window, lock)
    if slot is None:
        raise NoUnit
    _enter(gift.item_id, slot, EntryKind.RESERVE, 1, gift_id=gift.pk, actor=actor, now=now)


def _take(gift: Gift, window: Window | None, lock: str) -> int | None:
    """The slice one unit was taken of, in one statement that carries every condition; None for no unit."""
    clock, clock_values = _window_sql(window)
    free, also = (PROMISED, ONE_PROMISE_LESS) if gift.purpose else (FREE, "")
    sql = _TAKE.format(free=free, also=also, window=clock, lock=lock)
    with connection.cursor() as cursor:
        cursor.execute(sql, [gift.item_id, *clock_values, gift.item_id, ItemState.ACTIVE])
        row = cursor.fetchone()
    return row[0] if row else None


def _window_sql(window: Window | None) -> tuple[str, list[Any]]:
    if window is None:
        return "", []
    compiler = StockBalance.objects.all().query.get_compiler(connection=connection)
    now_sql, now_values = compiler.compile(DbNow())
    parts, values = [], []
    for operator, limit in (("<=", window.starts_at), (">", window.ends_at)):
        if limit is not None:
            parts.append(f"AND %s {operator} {now_sql}")
            values += [connection.ops.adapt_datetimefield_value(limit), *now_values]
    return " ".join(parts), values


def claim_units(*, gifts: Sequence[Gift], actor: Actor, now: datetime) -> None:
    """Reserve one unit for each of several gifts of one item and one purpose, all or none.

    Raises: SoldOut, ItemRetired.
    """
    item_id = gifts[0].item_id
    if not Item.objects.filter(pk=item_id, state=ItemState.ACTIVE).exists():
        raise errors.ItemRetired
    take = _take_promised if gifts[0].purpose else _take_free
    taken = take(queue_slices(item_id), len(gifts), refusal=errors.SoldOut, on_hand=0, reserved=1)
    slots = [slot for slot, quantity in taken for _unit in range(quantity)]
    StockEntry.objects.bulk_create(
        [
            _entry(item_id, slot, EntryKind.RESERVE, 1, gift_id=gift.pk, actor=actor, now=now)
            for slot, gift in zip(slots, gifts, strict=True)
        ]
    )


def exchange_units(*, old: Gift, new: Gift, actor: Actor, now: datetime) -> None:
    """Give one item's unit back and reserve another item's, the lower item first against deadlocks.

    Raises: SoldOut.
    """
    if old.item_id < new.item_id:
        release_unit(gift=old, actor=actor, now=now, reason="swapped")
        claim_in_turn(new, actor=actor, now=now)
    else:
        claim_in_turn(new, actor=actor, now=now)
        release_unit(gift=old, actor=actor, now=now, reason="swapped")


def claim_in_turn(gift: Gift, *, actor: Actor, now: datetime) -> None:
    """First without waiting, then in the queue. Raises: SoldOut."""
    try:
        claim_unit(gift=gift, window=None, wait=False, actor=actor, now=now)
    except NoUnit:
        try:
            claim_unit(gift=gift, window=None, wait=True, actor=actor, now=now)
        except NoUnit:
            raise errors.SoldOut from None


def release_unit(*, gift: Gift, actor: Actor, now: datetime, reason: str = "") -> None:
    """Give a gift's unit back to the slice it came from, and to the purpose it was promised for."""
    _end(gift, EntryKind.RELEASE, actor=actor, now=now, reason=reason)


def consume_unit(*, gift: Gift, actor: Actor, now: datetime) -> None:
    """A gift's unit has left the house."""
    _end(gift, EntryKind.CONSUME, actor=actor, now=now)


def _end(gift: Gift, kind: EntryKind, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Undo or use the gift's reservation in its slice; ``stockentry_ended_once`` lets that happen once."""
    reserve = StockEntry.objects.filter(gift_id=gift.pk, kind=EntryKind.RESERVE)
    slot, purpose = reserve.values_list("slot", "gift__purpose").first() or (None, None)
    if slot is None:
        raise StockBroken(f"gift {gift.public_id} never reserved a unit")
    on_hand, reserved = rules.EFFECTS[kind]
    changes = {"on_hand": F("on_hand") + on_hand, "reserved": F("reserved") + reserved}
    if purpose and kind == EntryKind.RELEASE:
        changes["earmarked"] = F("earmarked") + 1
    balance = StockBalance.objects.filter(item_id=gift.item_id, slot=slot, reserved__gte=1)
    if not balance.update(**changes):
        raise StockBroken(f"gift {gift.public_id} has no reserved unit left to {kind}")
    _enter(gift.item_id, slot, kind, 1, gift_id=gift.pk, actor=actor, now=now, reason=reason)


def add_units(
    *,
    item: Item,
    quantity: int,
    actor: Actor,
    now: datetime,
    reason: str,
    warehouse_id: int | None = None,
    kind: EntryKind = EntryKind.RECEIVE,
) -> None:
    """Spread new units over the item's slices in one warehouse; None is the first house."""
    _tell(item.pk, item.public_id, kind, quantity, now=now)
    queue_slices(item.pk)
    slots = slots_in(item, warehouse_id)
    for slot, share in zip(slots, rules.spread(quantity, len(slots)), strict=True):
        if share:
            StockBalance.objects.filter(item_id=item.pk, slot=slot).update(on_hand=F("on_hand") + share)
            _enter(item.pk, slot, kind, share, actor=actor, now=now, reason=reason)


def slots_in(item: Item, warehouse_id: int | None) -> list[int]:
    """The numbers of the item's slices in a warehouse, made where it has none yet."""
    if warehouse_id is None:
        return list(range(item.slots))
    there = StockBalance.objects.filter(item_id=item.pk)
    known = there.filter(warehouse_id=warehouse_id).order_by("slot").values_list("slot", flat=True)
    if known:
        return list(known)
    last: int = there.order_by("-slot").values_list("slot", flat=True)[0]
    first = max(FIRST_SLOT, (last // FIRST_SLOT + 1) * FIRST_SLOT)
    slots = list(range(first, first + SLICES))
    StockBalance.objects.bulk_create(
        [StockBalance(item_id=item.pk, slot=slot, warehouse_id=warehouse_id) for slot in slots]
    )
    return slots


def remove_units(
    *,
    item_id: int,
    quantity: int,
    actor: Actor,
    now: datetime,
    reason: str,
    warehouse_id: int | None = None,
    kind: EntryKind = EntryKind.WRITE_OFF,
) -> None:
    """Take free units out of one warehouse. Raises: NothingFree, UnitsPromised."""
    public_id = Item.objects.values_list("public_id", flat=True).get(pk=item_id)
    _tell(item_id, public_id, kind, quantity, now=now)
    slices = [each for each in queue_slices(item_id) if each.warehouse_id == warehouse_id]
    free = sum(each.free for each in slices)
    waiting = sum(each.earmarked for each in slices)
    refusal = errors.UnitsPromised if free < quantity <= free + waiting else errors.NothingFree
    for slot, share in _take_free(slices, quantity, refusal=refusal, on_hand=-1, reserved=0):
        _enter(item_id, slot, kind, share, actor=actor, now=now, reason=reason)


def _tell(item_id: int, public_id: str, kind: EntryKind, quantity: int, *, now: datetime) -> None:
    """Before the hot rows are touched; rolled back with them."""
    news = StockChanged(item_id=item_id, change=kind, quantity=quantity, occurred_at=now.isoformat())
    record(news, subject=public_id)


def _take_free(
    slices: Sequence[StockBalance],
    quantity: int,
    *,
    refusal: type[Refused],
    on_hand: int,
    reserved: int,
    earmarked: int = 0,
) -> list[tuple[int, int]]:
    """(slot, units) taken of free units, guarded again by each UPDATE; each unit changes the columns so."""
    free = [balance.free for balance in slices]
    if sum(free) < quantity:
        raise refusal
    taken = []
    for balance, share in zip(slices, rules.take_from(free, quantity), strict=True):
        if share:
            guarded = StockBalance.objects.filter(
                pk=balance.pk, on_hand__gte=F("reserved") + F("earmarked") + share
            )
            if not guarded.update(
                on_hand=F("on_hand") + on_hand * share,
                reserved=F("reserved") + reserved * share,
                earmarked=F("earmarked") + earmarked * share,
            ):
                raise refusal
            taken.append((balance.slot, share))
    return taken


def _take_promised(
    slices: Sequence[StockBalance], quantity: int, *, refusal: type[Refused], on_hand: int, reserved: int
) -> list[tuple[int, int]]:
    """As ``_take_free``, of units that are promised."""
    waiting = [balance.earmarked for balance in slices]
    if sum(waiting) < quantity:
        raise refusal
    taken = []
    for balance, share in zip(slices, rules.take_from(waiting, quantity), strict=True):
        if share:
            guarded = StockBalance.objects.filter(pk=balance.pk, earmarked__gte=share)
            if not guarded.update(
                on_hand=F("on_hand") + on_hand * share,
                reserved=F("reserved") + reserved * share,
                earmarked=F("earmarked") - share,
            ):
                raise refusal
            taken.append((balance.slot, share))
    return taken


def promise_units(item_id: int, units: int) -> None:
    """Free units wait for a purpose from now on. Raises: NothingFree."""
    slices = queue_slices(item_id)
    _take_free(slices, units, refusal=errors.NothingFree, on_hand=0, reserved=0, earmarked=1)


def free_promised_units(item_id: int, units: int) -> None:
    """Units that waited for a purpose are anybody's again."""
    _take_promised(queue_slices(item_id), units, refusal=errors.NothingFree, on_hand=0, reserved=0)


def queue_slices(item_id: int) -> list[StockBalance]:
    """All slices in ascending order, locked where the engine can.

    The lock only puts those who take several slices in one queue, against deadlocks; correctness stands
    on the condition of each UPDATE.
    """
    return list(StockBalance.objects.filter(item_id=item_id).order_by("slot").select_for_update())


def _enter(item_id: int, slot: int, kind: EntryKind, quantity: int, **more: Any) -> None:
    _entry(item_id, slot, kind, quantity, **more).save(force_insert=True)


def _entry(
    item_id: int,
    slot: int,
    kind: EntryKind,
    quantity: int,
    *,
    actor: Actor,
    now: datetime,
    gift_id: int | None = None,
    reason: str = "",
) -> StockEntry:
    return StockEntry(
        item_id=item_id,
        slot=slot,
        kind=kind,
        quantity=quantity,
        gift_id=gift_id,
        actor_id=actor.pk,
        reason=reason,
        at=now,
    )
