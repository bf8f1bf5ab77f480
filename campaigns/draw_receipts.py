"""The text of a receipt: what the public verifier reads. Pure.

The header is kept as it was published; the entries follow from the frozen list, which can't change, so that
the same bytes can be streamed for any number of entries.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from campaigns.draw_rules import METHOD, BeaconChain

_LINES_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class BeaconUse:
    """Which rounds were named at the freeze, and which one was used."""

    chain: BeaconChain
    planned_round: int
    fallback_round: int
    round: int
    randomness: str
    signature: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Everything that the result follows from, except the entries themselves.

    ``prizes``: (key, quantity) in published order. ``winners``: (entry key, prize key), first place first.
    """

    draw_id: str
    mode: str
    commitment: str
    committed_at: datetime
    frozen_at: datetime
    entry_count: int
    total_weight: int
    root: str
    seed_rule: str
    secret: str
    beacon: BeaconUse | None
    seed: str
    drawn_at: datetime
    prizes: Sequence[tuple[str, int]]
    reserve_size: int
    winners: Sequence[tuple[str, str]]
    reserve: Sequence[str]
    excluded: Sequence[tuple[str, str]]


def header_of(receipt: Receipt) -> str:
    """The receipt's JSON up to and including the opening bracket of the entries."""
    body: dict[str, Any] = {
        "format": METHOD,
        "draw_id": receipt.draw_id,
        "mode": receipt.mode,
        "commitment": receipt.commitment,
        "committed_at": _iso(receipt.committed_at),
        "frozen_at": _iso(receipt.frozen_at),
        "frozen_at_unix": int(receipt.frozen_at.timestamp()),
        "entry_count": receipt.entry_count,
        "total_weight": receipt.total_weight,
        "root": receipt.root,
        "seed_rule": receipt.seed_rule,
        "secret": receipt.secret,
        "beacon": _beacon(receipt.beacon),
        "seed": receipt.seed,
        "drawn_at": _iso(receipt.drawn_at),
        "prizes": [{"key": key, "quantity": quantity} for key, quantity in receipt.prizes],
        "reserve_size": receipt.reserve_size,
        "winners": [list(pair) for pair in receipt.winners],
        "reserve": list(receipt.reserve),
        "excluded": [list(pair) for pair in receipt.excluded],
    }
    return json.dumps(body, indent=1, ensure_ascii=False)[:-2] + ',\n "entries": [\n'


def text_of(header: str, lines: Iterable[bytes]) -> Iterator[str]:
    """The whole receipt in pieces; ``lines`` as ``draw_rules.line_of`` makes them."""
    yield header
    stream, between = iter(lines), ""
    while chunk := list(islice(stream, _LINES_AT_ONCE)):
        joined = b"],\n[".join(chunk).replace(b"\x1f", b'",').replace(b"\n[", b'\n["')
        yield f'{between}["{joined.decode()}]'
        between = ",\n"
    yield "\n]}\n"


def _beacon(use: BeaconUse | None) -> dict[str, Any] | None:
    if use is None:
        return None
    return {
        "chain": use.chain.chain,
        "simulated": use.chain.simulated,
        "genesis": use.chain.genesis,
        "period_seconds": use.chain.period_seconds,
        "planned_round": use.planned_round,
        "fallback_round": use.fallback_round,
        "round": use.round,
        "randomness": use.randomness,
        "signature": use.signature,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
