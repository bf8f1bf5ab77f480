"""The arithmetic of a draw: integers and SHA-256 only, no database, clock or network.

Anyone must be able to redo it, so the text that members see (docs/draws.md) says the same in words:

1. Entries are sorted by the bytes of their key. leaf = SHA-256(0x00 | key | 0x1f | weight in decimal),
   node = SHA-256(0x01 | left | right), an odd last node moves up unchanged. The last one left is the root.
2. seed = SHA-256("guanxi-draw-v1" | draw id | root | server secret | beacon randomness).
3. HMAC-SHA-256(seed, counter as 8 bytes) for counter 0, 1, 2 ... is read as a number. What would make
   some results likelier than others (at or above the largest multiple of the bound) is thrown away.
4. Each place goes to the entry whose stretch of the weight that is still in the drum holds the number;
   its weight leaves the drum. This is exact weighted sampling without replacement.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from operator import lt

METHOD = "guanxi-draw-v1"
BLOCK_LEAVES = 256  # a power of two, so that a block is a whole subtree; small, so that a proof is cheap
RANDOM_RANGE = 1 << 256

Entry = tuple[bytes, int]


class BadEntryList(ValueError):
    """Entries that are unsorted, doubled or weightless. Never shown: the operations prevent it."""


class EmptyDraw(ValueError):
    """A tree of nothing has no root."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A run of at most BLOCK_LEAVES neighbouring entries and the hash of their subtree."""

    number: int
    first_key: bytes
    leaves: int
    weight: int
    node: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step up the tree: the neighbour's hash and the side on which it stands."""

    side: str
    hash: bytes


def commitment_of(secret: bytes) -> str:
    return sha256(secret).hexdigest()


def leaf_of(key: bytes, weight: int) -> bytes:
    return sha256(b"\x00" + line_of(key, weight)).digest()


def root_of(nodes: Sequence[bytes]) -> bytes:
    """Fold hashes of one level into one.

    Raises: EmptyDraw.
    """
    if not nodes:
        raise EmptyDraw
    level = list(nodes)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def _level_above(level: list[bytes]) -> list[bytes]:
    pairs = iter(level)
    above = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
    if len(level) % 2:
        above.append(level[-1])
    return above


def line_of(key: bytes, weight: int) -> bytes:
    """What a leaf is the hash of, without its tag."""
    return b"%b\x1f%d" % (key, weight)


def entry_of(line: bytes) -> Entry:
    key, _, weight = line.rpartition(b"\x1f")
    return key, int(weight)


def node_of(lines: Iterable[bytes]) -> bytes:
    """The hash over a run of neighbouring entries. Raises: EmptyDraw."""
    return root_of([sha256(b"\x00" + line).digest() for line in lines])


def blocks_of(lines: Iterable[bytes]) -> Iterator[Block]:
    """Cut a sorted stream of ``line_of`` lines into hashed blocks; memory stays small for any number.

    Raises: BadEntryList.
    """
    stream = iter(lines)
    last, number = b"", 0
    while chunk := list(islice(stream, BLOCK_LEAVES)):
        parts = [line.rpartition(b"\x1f") for line in chunk]
        keys, weights = [key for key, _, _ in parts], [int(weight) for _, _, weight in parts]
        _check(keys, weights, after=last)
        yield Block(
            number=number,
            first_key=keys[0],
            leaves=len(keys),
            weight=sum(weights),
            node=node_of(chunk),
        )
        last = keys[-1]
        number += 1


def _check(keys: list[bytes], weights: list[int], *, after: bytes) -> None:
    if keys[0] <= after or not all(map(lt, keys, keys[1:])):
        raise BadEntryList("keys must be different and in ascending order of their bytes")
    if min(weights) < 1:
        raise BadEntryList("every weight is a whole number of at least 1")


def path_of(nodes: Sequence[bytes], index: int) -> list[Step]:
    """The neighbours that lead from one hash of a level up to the root."""
    steps: list[Step] = []
    level = list(nodes)
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            steps.append(Step(side="left" if neighbour < index else "right", hash=level[neighbour]))
        level = _level_above(level)
        index //= 2
    return steps


def follow(leaf: bytes, path: Iterable[Step]) -> bytes:
    """Where a path leads; equal to the root exactly if the leaf is in the list."""
    node = leaf
    for step in path:
        pair = step.hash + node if step.side == "left" else node + step.hash
        node = sha256(b"\x01" + pair).digest()
    return node


def seed_of(*, draw_id: str, root: bytes, secret: bytes, randomness: bytes) -> bytes:
    """``secret`` or ``randomness`` is empty where the mode or the published fallback leaves it out."""
    return sha256(METHOD.encode() + draw_id.encode() + root + secret + randomness).digest()


def number_below(bound: int, *, seed: bytes, counter: int) -> tuple[int, int]:
    """An unbiased number in [0, bound) and the counter to go on with."""
    limit = RANDOM_RANGE // bound * bound
    while True:
        value = int.from_bytes(hmac.digest(seed, counter.to_bytes(8, "big"), "sha256"), "big")
        counter += 1
        if value < limit:
            return value % bound, counter


class _Drum:
    """What each block still weighs, summed so that a number finds its block in a few steps (Fenwick tree)."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._sums = [0, *weights]
        self._top = 1 << (len(weights).bit_length() - 1)
        for place in range(1, len(self._sums)):
            parent = place + (place & -place)
            if parent < len(self._sums):
                self._sums[parent] += self._sums[place]

    def find(self, number: int) -> tuple[int, int]:
        """The block that holds ``number`` of the remaining weight, and how far inside it that is."""
        place, step = 0, self._top
        while step:
            after = place + step
            if after < len(self._sums) and self._sums[after] <= number:
                place = after
                number -= self._sums[after]
            step >>= 1
        return place, number

    def take(self, block: int, weight: int) -> None:
        place = block + 1
        while place < len(self._sums):
            self._sums[place] -= weight
            place += place & -place


def draw_sequence(
    *, seed: bytes, block_weights: Sequence[int], places: int, load: Callable[[int], Iterable[Entry]]
) -> Iterator[bytes]:
    """Keys of the winners, then of the reserve: at most ``places``, fewer if there are fewer entries.

    ``load`` answers the entries of one block; only blocks that are hit are loaded, once.
    """
    drum, loaded = _Drum(block_weights), dict[int, list[Entry]]()
    left, counter = sum(block_weights), 0
    while left and places:
        number, counter = number_below(left, seed=seed, counter=counter)
        block, offset = drum.find(number)
        if block not in loaded:
            loaded[block] = list(load(block))
        key, weight = _take(loaded[block], offset)
        drum.take(block, weight)
        left -= weight
        places -= 1
        yield key


def _take(entries: list[Entry], offset: int) -> Entry:
    """Remove and answer the entry that holds ``offset`` of what its block still weighs."""
    for place, (_key, weight) in enumerate(entries):
        if offset < weight:
            return entries.pop(place)
        offset -= weight
    raise BadEntryList("a block weighs less than its row says")


def prizes_in_order(prizes: Iterable[tuple[str, int]]) -> list[str]:
    """Prize keys one by one, in published order: the first place gets the first of them."""
    return [key for key, quantity in prizes for _ in range(quantity)]


@dataclass(frozen=True, kw_only=True, slots=True)
class BeaconChain:
    """A public beacon: round 1 appears at ``genesis`` (Unix seconds), one more every period."""

    chain: str
    genesis: int
    period_seconds: int
    simulated: bool = False

    def time_of(self, round_number: int) -> int:
        """Unix seconds at which the round appears."""
        return self.genesis + (round_number - 1) * self.period_seconds

    def first_round_from(self, unix_seconds: int) -> int:
        """The first round that appears at that second or later."""
        return max(1, -(-(unix_seconds - self.genesis) // self.period_seconds) + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class BeaconPlan:
    """Rounds named at the freeze, in Unix seconds: the one to use, and the one if that can't be had."""

    not_before: int
    round: int
    at: int
    fallback_round: int
    fallback_at: int


def plan_beacon(
    chain: BeaconChain, *, frozen_at: float, margin_seconds: int, patience_seconds: int
) -> BeaconPlan:
    """The first round at least ``margin_seconds`` after the freeze; the fallback ``patience_seconds`` later.

    The margin covers the time until the root is committed and seen, and clocks that differ.
    """
    not_before = math.ceil(frozen_at) + margin_seconds
    number = chain.first_round_from(not_before)
    fallback = chain.first_round_from(chain.time_of(number) + patience_seconds)
    return BeaconPlan(
        not_before=not_before,
        round=number,
        at=chain.time_of(number),
        fallback_round=fallback,
        fallback_at=chain.time_of(fallback),
    )
