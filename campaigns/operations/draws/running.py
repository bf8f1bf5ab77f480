"""The draw itself: a pure function of what was frozen, of the secret and of the beacon."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from campaigns.draw_errors import DrawNotFrozen
from campaigns.draw_facts import DrawDrawn
from campaigns.draw_rules import Entry, draw_sequence, entry_of, node_of, prizes_in_order, root_of, seed_of
from campaigns.draw_states import WITH_SEED, DrawMode, SeedRule
from campaigns.models.draw import Draw, DrawEntry, DrawPrize, DrawResult, DrawRoot, DrawSeed
from campaigns.queries.draws import Blocks, blocks_of_root
from common.access import SYSTEM, Actor
from common.crypto import CannotDecrypt, open_secret
from outbox.facts import record

_KEYS_AT_ONCE = 500


class ListChanged(Exception):
    """Somebody changed the frozen list behind the triggers. Nothing is drawn from it."""


class NoRandomness(Exception):
    """The round that was given is not one of those that were named at the freeze."""


@dataclass(frozen=True, kw_only=True)
class Beacon:
    """One round's answer, in hexadecimal."""

    round: int
    randomness: str
    signature: str = ""


def run_draw(*, draw_id: int, beacon: Beacon | None = None, actor: Actor = SYSTEM, now: datetime) -> Draw:
    """Draw winners and reserve from a frozen list. Again gives the same: there is one seed per root.

    Durable: it can't run inside the transaction that froze the list, so the root is on disk before the seed
    is worked out. Everybody who runs it at the same time works out the same; the first one writes it down.

    Raises: DrawNotFrozen; NoRandomness, ListChanged, CannotDecrypt (bugs or accidents: look first).
    """
    draw = Draw.objects.get(pk=draw_id)
    if draw.state in WITH_SEED:
        return draw
    root = DrawRoot.objects.select_related("draw").filter(draw=draw).first()
    if root is None:
        raise DrawNotFrozen
    blocks = _checked_blocks(root)
    seed = _seed(root, beacon, now)
    prizes = list(DrawPrize.objects.filter(draw=draw).order_by("position"))
    keys = _sequence(draw, seed, blocks, prizes)
    with transaction.atomic(durable=True):
        return _write_down(draw, seed, keys, prizes, actor=actor)


def _checked_blocks(root: DrawRoot) -> Blocks:
    blocks = blocks_of_root(root)
    if root_of(blocks.nodes).hex() != root.root or sum(blocks.weights) != root.total_weight:
        raise ListChanged(f"draw {root.draw_id}: the blocks do not lead to the root")
    return blocks


def _seed(root: DrawRoot, beacon: Beacon | None, now: datetime) -> DrawSeed:
    """Not saved yet."""
    draw = root.draw
    if draw.mode == DrawMode.DRAND and (
        beacon is None or beacon.round not in (root.beacon_round, root.fallback_round)
    ):
        raise NoRandomness(f"draw {draw.pk}")
    used = beacon if draw.mode == DrawMode.DRAND else None
    secret = _secret(root, now)
    seed = seed_of(
        draw_id=draw.public_id,
        root=bytes.fromhex(root.root),
        secret=secret,
        randomness=bytes.fromhex(used.randomness) if used else b"",
    )
    return DrawSeed(
        root=root,
        seed=seed.hex(),
        rule=_rule(secret, used),
        beacon_round=used.round if used else None,
        randomness=used.randomness if used else "",
        signature=used.signature if used else "",
        drawn_at=now,
    )


def _rule(secret: bytes, beacon: Beacon | None) -> SeedRule:
    if beacon is None:
        return SeedRule.SECRET
    return SeedRule.BOTH if secret else SeedRule.BEACON_ALONE


def _secret(root: DrawRoot, now: datetime) -> bytes:
    """Empty when it is lost for good and the published time for the fallback has come."""
    draw = root.draw
    try:
        return bytes.fromhex(open_secret(draw.secret_sealed, aad=draw.secret_place))
    except CannotDecrypt:
        if root.fallback_at is None or now < root.fallback_at:
            raise
        return b""


def _sequence(draw: Draw, seed: DrawSeed, blocks: Blocks, prizes: list[DrawPrize]) -> list[bytes]:
    def load(number: int) -> list[Entry]:
        lines = blocks.lines(number)
        if not lines or node_of(lines) != blocks.nodes[number]:
            raise ListChanged(f"draw {draw.pk}: block {number}")
        return [entry_of(line) for line in lines]

    return list(
        draw_sequence(
            seed=bytes.fromhex(seed.seed),
            block_weights=blocks.weights,
            places=sum(prize.quantity for prize in prizes) + draw.reserve_size,
            load=load,
        )
    )


def _write_down(
    draw: Draw, seed: DrawSeed, keys: list[bytes], prizes: list[DrawPrize], *, actor: Actor
) -> Draw:
    try:
        with transaction.atomic():
            seed.save(force_insert=True)
    except IntegrityError:
        draw.refresh_from_db()
        return draw
    by_key = {prize.key: prize for prize in prizes}
    names = prizes_in_order((prize.key, prize.quantity) for prize in prizes)
    entries = _entry_ids(draw, keys)
    DrawResult.objects.bulk_create(
        (
            DrawResult(
                seed=seed,
                place=place,
                entry_id=entries[UUID(hex=key.decode())],
                prize=by_key[names[place - 1]] if place <= len(names) else None,
            )
            for place, key in enumerate(keys, start=1)
        ),
        batch_size=1000,
    )
    draw.mark_drawn(actor=actor)
    fact = DrawDrawn(
        draw_id=draw.pk, campaign_id=draw.campaign_id, seed=seed.seed, drawn_at=seed.drawn_at.isoformat()
    )
    record(fact, subject=draw.public_id)
    return draw


def _entry_ids(draw: Draw, keys: list[bytes]) -> dict[UUID, int]:
    wanted = [UUID(hex=key.decode()) for key in keys]
    found: dict[UUID, int] = {}
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        rows = DrawEntry.objects.filter(draw=draw, entry_key__in=wanted[start : start + _KEYS_AT_ONCE])
        found.update(rows.values_list("entry_key", "pk"))
    return found
