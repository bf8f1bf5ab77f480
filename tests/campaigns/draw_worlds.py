"""Draws made of plain values, and a second, naive implementation to compare with."""

import hashlib
import hmac
import random
from typing import Any

from campaigns import draw_rules
from campaigns.draw_rules import BLOCK_LEAVES, Entry


def some_entries(count: int, *, seed: int = 1, most: int = 5) -> list[Entry]:
    source = random.Random(seed)
    return sorted((source.randbytes(16).hex().encode(), source.randint(1, most)) for _ in range(count))


def tree_of(entries: list[Entry]) -> tuple[bytes, list[int]]:
    """The root and the weights of the blocks."""
    blocks = list(draw_rules.blocks_of(draw_rules.line_of(*entry) for entry in entries))
    return draw_rules.root_of([block.node for block in blocks]), [block.weight for block in blocks]


def places_of(entries: list[Entry], *, seed: bytes, places: int) -> list[str]:
    _, weights = tree_of(entries)
    sequence = draw_rules.draw_sequence(
        seed=seed,
        block_weights=weights,
        places=places,
        load=lambda number: entries[number * BLOCK_LEAVES : (number + 1) * BLOCK_LEAVES],
    )
    return [key.decode() for key in sequence]


def naive_root(entries: list[Entry]) -> bytes:
    """Split at the largest power of two below the length, as RFC 6962 describes the same tree."""
    if len(entries) == 1:
        key, weight = entries[0]
        return hashlib.sha256(b"\x00" + key + b"\x1f" + str(weight).encode("ascii")).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + naive_root(entries[:split]) + naive_root(entries[split:])).digest()


def naive_places(entries: list[Entry], *, seed: bytes, places: int) -> list[str]:
    """A drum with one ticket per unit of weight: exact, slow, and hard to get wrong."""
    tickets = [key.decode() for key, weight in entries for _ in range(weight)]
    result: list[str] = []
    counter = 0
    while tickets and len(result) < places:
        value = int.from_bytes(hmac.new(seed, counter.to_bytes(8, "big"), hashlib.sha256).digest(), "big")
        counter += 1
        if value >= 2**256 - 2**256 % len(tickets):
            continue
        result.append(tickets[value % len(tickets)])
        tickets = [ticket for ticket in tickets if ticket != result[-1]]
    return result


def receipt_of(
    entries: list[Entry],
    *,
    mode: str = "none",
    prizes: tuple[tuple[str, int], ...] = (("shoes", 2), ("cup", 1)),
    reserve: int = 4,
) -> dict[str, Any]:
    """A complete receipt as the page serves it, made from plain values."""
    root, _ = tree_of(entries)
    secret, randomness = b"s" * 32, b"b" * 32 if mode == "drand" else b""
    seed = draw_rules.seed_of(draw_id="draw1", root=root, secret=secret, randomness=randomness)
    names = draw_rules.prizes_in_order(prizes)
    places = places_of(entries, seed=seed, places=len(names) + reserve)
    beacon = {"genesis": 1000, "period_seconds": 3, "planned_round": 11, "fallback_round": 21, "round": 11}
    return {
        "draw_id": "draw1",
        "mode": mode,
        "commitment": draw_rules.commitment_of(secret),
        "frozen_at_unix": 1000,
        "entry_count": len(entries),
        "total_weight": sum(weight for _, weight in entries),
        "root": root.hex(),
        "seed_rule": "secret+beacon" if mode == "drand" else "secret",
        "secret": secret.hex(),
        "beacon": {**beacon, "randomness": randomness.hex()} if mode == "drand" else None,
        "seed": seed.hex(),
        "prizes": [{"key": key, "quantity": quantity} for key, quantity in prizes],
        "reserve_size": reserve,
        "winners": [list(pair) for pair in zip(places, names, strict=False)],
        "reserve": places[len(names) :],
        "entries": [[key.decode(), weight] for key, weight in entries],
    }
