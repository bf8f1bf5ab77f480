"""Questions about draws. Each says what it costs."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from campaigns.draw_errors import NoDraw, NoEntry, NoReceiptYet
from campaigns.draw_receipts import text_of
from campaigns.draw_rules import BeaconChain, Entry, Step, entry_of, leaf_of, line_of, path_of
from campaigns.draw_states import WITH_RECEIPT, DrawState
from campaigns.models.draw import (
    Draw,
    DrawBlock,
    DrawEntry,
    DrawPrize,
    DrawReceipt,
    DrawResult,
    DrawRoot,
    DrawSlice,
)

SHOWN_PLACES = 100


def chain_of(root: DrawRoot) -> BeaconChain | None:
    """The beacon whose rounds were named at the freeze. No statement when the draw is loaded."""
    if root.beacon_genesis is None or root.beacon_period_seconds is None:
        return None
    return BeaconChain(
        chain=root.draw.beacon_chain,
        genesis=root.beacon_genesis,
        period_seconds=root.beacon_period_seconds,
        simulated=root.draw.beacon_simulated,
    )


def draw_of_campaign(campaign_id: int) -> Draw:
    """The campaign's draw, a void one if there is no other. One statement. Raises: NoDraw."""
    draws = Draw.objects.filter(campaign_id=campaign_id).select_related("campaign__brand")
    found = sorted(draws, key=lambda draw: (draw.state == DrawState.VOID, -draw.pk))
    if not found:
        raise NoDraw
    return found[0]


def draw_by_id(draw_id: int) -> Draw:
    """One statement. Raises: Draw.DoesNotExist."""
    return Draw.objects.get(pk=draw_id)


def draw_by_public_id(public_id: str) -> Draw:
    """One statement. Raises: NoDraw."""
    draw = Draw.objects.select_related("campaign__brand").filter(public_id=public_id).first()
    if draw is None:
        raise NoDraw
    return draw


_COUNTING = "FROM campaigns_drawentry WHERE draw_id = %s AND excluded_code = '' AND tickets > 0"
_LINE = {
    "postgresql": "translate(entry_key::text, '-', '') || chr(31) || weight",
    "sqlite": "entry_key || char(31) || weight",
}
# PostgreSQL joins the lines of keys that begin alike, which costs a tenth of sending a million rows.
_ALL_LINES = {
    "postgresql": f"SELECT string_agg({_LINE['postgresql']}, chr(10) ORDER BY entry_key) {_COUNTING} "
    "GROUP BY left(entry_key::text, 2) ORDER BY left(entry_key::text, 2)",
    "sqlite": f"SELECT {_LINE['sqlite']} {_COUNTING} ORDER BY entry_key",
}
_ROWS_AT_ONCE = {"postgresql": 4, "sqlite": 5_000}


def stream_lines(draw_id: int) -> Iterator[bytes]:
    """``draw_rules.line_of`` of the entries that count, in the order of their keys' bytes.

    One statement and so one consistent state; it comes in batches, so memory stays small.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ALL_LINES[connection.vendor], [draw_id])
        while rows := cursor.fetchmany(_ROWS_AT_ONCE[connection.vendor]):
            for (text,) in rows:
                yield from text.encode().split(b"\n")


def stream_entries(draw_id: int) -> Iterator[Entry]:
    """(key in hex as bytes, weight), as ``stream_lines``."""
    return map(entry_of, stream_lines(draw_id))


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """The blocks of a frozen list, in order."""

    draw_id: int
    first_keys: list[UUID]
    weights: list[int]
    nodes: list[bytes]

    def lines(self, number: int) -> list[bytes]:
        """One statement."""
        keys = self.first_keys
        bounds = [keys[number], keys[number + 1] if number + 1 < len(keys) else UUID(int=2**128 - 1)]
        last = "<" if number + 1 < len(keys) else "<="
        vendor = connection.vendor
        values = bounds if vendor == "postgresql" else [bound.hex for bound in bounds]
        inside = f"{_COUNTING} AND entry_key >= %s AND entry_key {last} %s ORDER BY entry_key"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_LINE[vendor]} {inside}", [self.draw_id, *values])
            return [line.encode() for (line,) in cursor.fetchall()]


def blocks_of_root(root: DrawRoot) -> Blocks:
    """One statement; about 4,000 rows for a million entries."""
    rows = list(
        DrawBlock.objects.filter(root=root).order_by("number").values_list("first_key", "weight", "node")
    )
    return Blocks(
        draw_id=root.draw_id,
        first_keys=[first_key for first_key, _, _ in rows],
        weights=[weight for _, weight, _ in rows],
        nodes=[bytes.fromhex(node) for _, _, node in rows],
    )


def count_entries(draw_id: int) -> tuple[int, int]:
    """(entries, total weight) that count so far: a sum over a few rows. One statement."""
    sums = DrawSlice.objects.filter(draw_id=draw_id).aggregate(entries=Sum("entries"), weight=Sum("weight"))
    return sums["entries"] or 0, sums["weight"] or 0


def root_of_draw(draw: Draw) -> DrawRoot | None:
    """With its seed and receipt loaded where they exist. One statement."""
    return DrawRoot.objects.filter(draw=draw).select_related("seed__receipt").first()


# --- the viewer's own entry -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OwnEntry:
    """``place``: 1 and up when drawn, None otherwise. ``excluded_code``: '' when the entry counts."""

    entry_key: str
    weight: int
    excluded_code: str
    place: int | None
    prize_key: str


def own_entry(*, draw_id: int, member_id: int) -> OwnEntry | None:
    """One statement."""
    entries = DrawEntry.objects.filter(draw_id=draw_id, member_id=member_id).with_reason()
    entry = entries.select_related("result__prize").first()
    if entry is None:
        return None
    result = getattr(entry, "result", None)
    return OwnEntry(
        entry_key=entry.entry_key.hex,
        weight=entry.weight,
        excluded_code=entry.left_out_code,
        place=result.place if result else None,
        prize_key=result.prize.key if result and result.prize else "",
    )


@dataclass(frozen=True, kw_only=True)
class Proof:
    """That one entry is in the published list. ``steps`` lead from the leaf to the root."""

    draw_id: str
    entry_key: str
    weight: int
    leaf: str
    root: str
    steps: list[Step]


def inclusion_proof(*, draw: Draw, member_id: int) -> Proof:
    """Four statements, whatever the number of entries. Raises: NoEntry, NoReceiptYet (not frozen yet)."""
    entry = DrawEntry.objects.in_the_drum().filter(draw=draw, member_id=member_id).first()
    if entry is None:
        raise NoEntry
    root = DrawRoot.objects.filter(draw=draw).first()
    if root is None:
        raise NoReceiptYet
    blocks = blocks_of_root(root)
    number = bisect_right(blocks.first_keys, entry.entry_key) - 1
    key = entry.entry_key.hex.encode()
    lines = blocks.lines(number)
    leaves = [leaf_of(*entry_of(line)) for line in lines]
    inside = path_of(leaves, lines.index(line_of(key, entry.weight)))
    return Proof(
        draw_id=draw.public_id,
        entry_key=key.decode(),
        weight=entry.weight,
        leaf=leaf_of(key, entry.weight).hex(),
        root=root.root,
        steps=[*inside, *path_of(blocks.nodes, number)],
    )


# --- the result -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PrizeLine:
    key: str
    item: str
    quantity: int


def prizes_of(draw_id: int) -> list[PrizeLine]:
    """In published order. One statement."""
    rows = DrawPrize.objects.filter(draw_id=draw_id).order_by("position").values("key", "item", "quantity")
    return [PrizeLine(**row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Place:
    place: int
    entry_key: str
    prize_key: str


def places_of(draw_id: int, *, limit: int = SHOWN_PLACES) -> list[Place]:
    """Winners first, then the reserve. One statement."""
    results = DrawResult.objects.filter(seed__root__draw_id=draw_id).order_by("place")
    rows = results.values_list("place", "entry__entry_key", "prize__key")[:limit]
    return [Place(place=place, entry_key=key.hex, prize_key=prize or "") for place, key, prize in rows]


def receipt_of_draw(draw: Draw) -> DrawReceipt:
    """One statement. Raises: NoReceiptYet."""
    receipt = DrawReceipt.objects.filter(seed__root__draw=draw).first()
    if receipt is None or draw.state not in WITH_RECEIPT:
        raise NoReceiptYet
    return receipt


def receipt_text(draw: Draw, receipt: DrawReceipt) -> Iterator[str]:
    """The published bytes, in pieces. One statement."""
    return text_of(receipt.header, stream_lines(draw.pk))


# --- what runs next -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BeaconWish:
    """Which rounds may be asked for now, the planned one first."""

    chain: str
    rounds: list[int]


def beacon_wish(*, draw_id: int, now: datetime) -> BeaconWish | None:
    """None when no beacon is needed (any more). One statement."""
    root = DrawRoot.objects.filter(draw_id=draw_id).select_related("draw").first()
    if root is None or root.draw.state != DrawState.FROZEN or root.beacon_round is None:
        return None
    rounds = [root.beacon_round]
    if root.fallback_round is not None and root.fallback_at is not None and now >= root.fallback_at:
        rounds.append(root.fallback_round)
    return BeaconWish(chain=root.draw.beacon_chain, rounds=rounds)


def unfinished_draws(*, now: datetime) -> list[tuple[int, str]]:
    """(id, state) of draws whose next step is a job's: frozen ones whose time has come, and later ones.

    A stopped brand offers no prizes; what was frozen is drawn and published all the same.
    """
    waiting = Draw.objects.filter(state__in=[DrawState.FROZEN, DrawState.DRAWN, DrawState.PUBLISHED])
    due = waiting.exclude(state=DrawState.FROZEN, root__beacon_at__gt=now)
    due = due.exclude(state=DrawState.PUBLISHED, campaign__brand__stopped_at__isnull=False)
    return list(due.order_by("pk").values_list("pk", "state")[:100])
