"""Recompute a draw from its receipt: python3 verify_draw.py receipt.json (Python 3.10+, no packages)."""

import bisect
import hmac
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import accumulate
from typing import Any


def root_of(entries: list[tuple[bytes, int]]) -> bytes:
    level = [sha256(b"\0" + key + b"\x1f" + str(weight).encode()).digest() for key, weight in entries]
    while len(level) > 1:  # hash neighbours in pairs; an odd last one moves up as it is
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha256(b"\1" + p[0] + p[1]).digest() if len(p) == 2 else p[0] for p in pairs]
    return level[0]


def sequence_of(entries: list[tuple[bytes, int]], seed: bytes, places: int) -> Iterator[str]:
    ends = list(accumulate(weight for _, weight in entries))  # where each entry's stretch ends
    drawn, left, counter = list[tuple[int, int]](), ends[-1], 0
    while left and len(drawn) < places:
        number = int.from_bytes(hmac.digest(seed, counter.to_bytes(8, "big"), "sha256"), "big")
        counter += 1
        if number < 2**256 // left * left:  # the few numbers above would favour somebody
            number %= left
            for start, weight in drawn:  # step over the weight that has left the drum
                number += weight if number >= start else 0
            key, weight = entries[i := bisect.bisect_right(ends, number)]
            bisect.insort(drawn, (ends[i] - weight, weight))
            left -= weight
            yield key.decode()


def checks(r: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    entries = [(key.encode(), weight) for key, weight in r["entries"]]
    root, weights = root_of(entries), [weight for _, weight in entries]
    yield entries == sorted(dict(entries).items()) and min(weights) > 0, "each entry once, in order"
    yield (len(entries), sum(weights)) == (r["entry_count"], r["total_weight"]), "their number and weight"
    yield root.hex() == r["root"], "the root of all entries, as published at the freeze"
    secret, b, rule = bytes.fromhex(r["secret"]), r["beacon"] or {"randomness": ""}, r["seed_rule"]
    yield rule in {"none": ["secret"], "drand": ["secret+beacon", "beacon-alone"]}[r["mode"]], "the seed rule"
    yield sha256(secret).hexdigest() == r["commitment"] if "secret" in rule else not secret, "the secret"
    if r["mode"] == "drand":  # look the randomness up yourself: https://api.drand.sh/<chain>/public/<round>
        later = b["genesis"] + (b["planned_round"] - 1) * b["period_seconds"] > r["frozen_at_unix"]
        yield later and b["round"] in (b["planned_round"], b["fallback_round"]), "the beacon, later than it"
    seed = sha256(b"guanxi-draw-v1" + r["draw_id"].encode() + root + secret + bytes.fromhex(b["randomness"]))
    yield seed.hexdigest() == r["seed"], "the seed, made from root, secret and beacon"
    prizes = [prize["key"] for prize in r["prizes"] for _ in range(prize["quantity"])]
    places = list(sequence_of(entries, seed.digest(), len(prizes) + r["reserve_size"]))
    won = [list(pair) for pair in zip(places, prizes, strict=False)]
    yield (won, places[len(prizes) :]) == (r["winners"], r["reserve"]), "the winners and the reserve"


if __name__ == "__main__":
    results = list(checks(json.load(open(sys.argv[1], encoding="utf-8"))))
    print("\n".join(("right  " if good else "WRONG  ") + sentence for good, sentence in results))
    sys.exit(0 if all(good for good, _ in results) else 1)
