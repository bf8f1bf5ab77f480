"""Public randomness from drand (https://docs.drand.love), so that a draw's seed is nobody's choice.

What is verified here: the chain's description hashes to the pinned chain hash, the answer is about the
round that was asked for, and ``randomness == SHA-256(signature)``. The BLS signature itself is not
checked: a relay that lies could invent a pair that fits. Several relays can be compared by anyone, because
round number and chain are published before the round exists.
"""

import hashlib
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from common.http.errors import NotDone, OutcomeUnknown
from common.http.provider import Capability, Mode, ProviderConfig, ProviderOff

# The League of Entropy's three-second chain.
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
# The simulator's chain; its rounds are predictable and prove nothing.
SIMULATED_CHAIN = "0654824ba61b5986981acc423363a5d5e4437b8681ec4ffb6146c69d3a2701f0"
_CHAINS = {Mode.LIVE: QUICKNET, Mode.SANDBOX: QUICKNET, Mode.SIMULATOR: SIMULATED_CHAIN}
_HEX = re.compile(r"^([0-9a-f]{2})+$")
_NOT_YET = (404, 425)


class NotYet(NotDone):
    """The round does not exist yet. Ask again after its time."""


@dataclass(frozen=True, kw_only=True)
class Chain:
    hash: str
    genesis: int
    period_seconds: int

    def round_at(self, time: datetime) -> int:
        """The newest round that exists at ``time``; 0 before the first one."""
        seconds = int(time.timestamp()) - self.genesis
        return 0 if seconds < 0 else seconds // self.period_seconds + 1

    def time_of(self, round_number: int) -> datetime:
        """When the round appears. Raises ValueError below 1."""
        if round_number < 1:
            raise ValueError("Rounds are counted from 1.")
        return datetime.fromtimestamp(self.genesis + (round_number - 1) * self.period_seconds, UTC)

    def first_round_after(self, time: datetime) -> int:
        """The first round that appears strictly after ``time``, so that nobody can know it at ``time``."""
        return self.round_at(time) + 1


@dataclass(frozen=True, kw_only=True)
class Randomness:
    """Hexadecimal, lower case."""

    round: int
    randomness: str
    signature: str
    chain: str
    simulated: bool = False


def chain_hash(info: Mapping[str, object]) -> str:
    """drand's own hash of a chain's description: period, genesis, public key, group hash, beacon id.

    Raises: OutcomeUnknown for a description that can't be read.
    """
    metadata = info.get("metadata")
    beacon_id = metadata.get("beaconID", "") if isinstance(metadata, dict) else ""
    try:
        hashed = hashlib.sha256(struct.pack(">Iq", info["period"], info["genesis_time"]))
        hashed.update(bytes.fromhex(str(info["public_key"])) + bytes.fromhex(str(info["groupHash"])))
    except (KeyError, ValueError, struct.error):
        raise OutcomeUnknown("garbage", "no description of a chain") from None
    if beacon_id not in ("", "default"):
        hashed.update(str(beacon_id).encode())
    return hashed.hexdigest()


class Beacon:
    capability = Capability.QUERY

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    @property
    def chain_hash(self) -> str:
        return self._config.option("chain") or _CHAINS[self._config.mode]

    def chain(self) -> Chain:
        """Raises: NotDone, OutcomeUnknown, also when the description doesn't hash to the pinned chain."""
        return _chain(self._config, self.chain_hash)

    def round_at(self, time: datetime) -> int:
        return self.chain().round_at(time)

    def time_of(self, round_number: int) -> datetime:
        return self.chain().time_of(round_number)

    def randomness(self, round_number: int) -> Randomness:
        """Raises: NotYet, NotDone, OutcomeUnknown."""
        if round_number < 1:
            raise ValueError("Rounds are counted from 1.")
        path = f"/{self.chain_hash}/public/{round_number}"
        found = _get(self._config, path)
        randomness, signature = found.get("randomness"), found.get("signature")
        if not isinstance(randomness, str) or not isinstance(signature, str) or not _HEX.match(signature):
            raise OutcomeUnknown("garbage", "no randomness")
        if found.get("round") != round_number:
            raise OutcomeUnknown("garbage", "an answer about another round")
        if hashlib.sha256(bytes.fromhex(signature)).hexdigest() != randomness:
            raise OutcomeUnknown("forged", "the randomness is not the hash of the signature")
        return Randomness(
            round=round_number,
            randomness=randomness,
            signature=signature,
            chain=self.chain_hash,
            simulated=self.simulated,
        )


def _get(config: ProviderConfig, path: str) -> Mapping[str, object]:
    answer = config.client().call(
        "GET", config.base_url.rstrip("/") + path, accept=_NOT_YET, declined=(400, 429)
    )
    if answer.status in _NOT_YET:
        raise NotYet(f"http-{answer.status}", "not there yet")
    return answer.object()


@lru_cache(maxsize=8)
def _chain(config: ProviderConfig, pinned: str) -> Chain:
    """A chain's description never changes, so one good answer is kept."""
    info = _get(config, f"/{pinned}/info")
    if chain_hash(info) != pinned or info.get("hash") != pinned:
        raise OutcomeUnknown("forged", "the description is of another chain")
    period, genesis = info["period"], info["genesis_time"]
    if not isinstance(period, int) or not isinstance(genesis, int) or period < 1:
        raise OutcomeUnknown("garbage", "no description of a chain")
    return Chain(hash=pinned, genesis=genesis, period_seconds=period)


def current_beacon() -> Beacon | None:
    """The beacon that this installation has configured, or None: draws are then commit-reveal only."""
    config = ProviderConfig.load("beacon")
    return Beacon(config) if config.is_on else None


__all__ = [
    "QUICKNET",
    "SIMULATED_CHAIN",
    "Beacon",
    "Chain",
    "NotYet",
    "ProviderOff",
    "Randomness",
    "chain_hash",
]
