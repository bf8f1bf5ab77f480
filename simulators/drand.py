"""A drand chain, simulated: the real wire format and hashes, and rounds that anybody could predict."""

import hashlib
import struct

from simulators.http import Reply, json_reply
from simulators.store import Store

PERIOD_SECONDS = 3
GENESIS = 1735689600  # 2025-01-01T00:00:00Z
PUBLIC_KEY = hashlib.shake_256(b"guanxi simulator: public key").hexdigest(96)
GROUP_HASH = hashlib.sha256(b"guanxi simulator: group").hexdigest()
BEACON_ID = "simulator"
CHAIN_HASH = hashlib.sha256(
    struct.pack(">Iq", PERIOD_SECONDS, GENESIS)
    + bytes.fromhex(PUBLIC_KEY)
    + bytes.fromhex(GROUP_HASH)
    + BEACON_ID.encode()
).hexdigest()


def signature_of(round_number: int) -> str:
    """48 bytes like a real one, but made of the number alone: it proves nothing."""
    return hashlib.shake_256(f"guanxi simulator: round {round_number}".encode()).hexdigest(48)


class DrandSimulator:
    def __init__(self, store: Store) -> None:
        self._store = store

    def handle(self, path: str) -> Reply:
        """``path`` is what follows ``/drand``."""
        parts = path.strip("/").split("/")
        if parts == ["chains"]:
            return json_reply([CHAIN_HASH])
        if parts[0] != CHAIN_HASH:
            return json_reply({"error": "unknown chain"}, status=404)
        if parts[1:] == ["info"]:
            return json_reply(_info())
        if len(parts) == 3 and parts[1] == "public":
            return self._public(parts[2])
        return json_reply({"error": "not found"}, status=404)

    def _public(self, asked: str) -> Reply:
        newest = (int(self._store.now()) - GENESIS) // PERIOD_SECONDS + 1
        if asked == "latest":
            return _round(newest)
        if not asked.isdigit() or int(asked) < 1:
            return json_reply({"error": "no such round"}, status=404)
        if int(asked) > newest:
            return json_reply({"error": "requested future beacon"}, status=425)
        return _round(int(asked))


def _info() -> dict[str, object]:
    return {
        "public_key": PUBLIC_KEY,
        "period": PERIOD_SECONDS,
        "genesis_time": GENESIS,
        "hash": CHAIN_HASH,
        "groupHash": GROUP_HASH,
        "schemeID": "simulated-unsigned",
        "metadata": {"beaconID": BEACON_ID},
    }


def _round(number: int) -> Reply:
    signature = signature_of(number)
    randomness = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    return json_reply({"round": number, "randomness": randomness, "signature": signature})
