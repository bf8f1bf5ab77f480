"""Public randomness: real recorded rounds of drand, then the simulator's wire."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from campaigns.providers import beacon as beacons
from campaigns.providers.beacon import (
    QUICKNET,
    SIMULATED_CHAIN,
    Beacon,
    Chain,
    NotYet,
    chain_hash,
    current_beacon,
)
from common.http.client import Answer
from common.http.errors import NotDone, OutcomeUnknown
from common.http.provider import Mode, ProviderConfig
from simulators import drand
from simulators.testing import Running, running_simulators

# Recorded from the League of Entropy: the description of quicknet and its round 123, the round that
# drand-verify and others test their BLS verification with.
QUICKNET_INFO: dict[str, Any] = {
    "public_key": "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2"
    "d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    "period": 3,
    "genesis_time": 1692803367,
    "hash": "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    "groupHash": "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    "schemeID": "bls-unchained-g1-rfc9380",
    "metadata": {"beaconID": "quicknet"},
}
QUICKNET_123: dict[str, Any] = {
    "round": 123,
    "randomness": "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc",
    "signature": "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482"
    "e26cd02df835d3546d23c4b13e0dfc92",
}
# The chained thirty-second network, from drand's own HTTP documentation (docs.drand.love).
DEFAULT_INFO: dict[str, Any] = {
    "public_key": "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a5699"
    "37c529eeda66c7293784a9402801af31",
    "period": 30,
    "genesis_time": 1595431050,
    "hash": "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    "groupHash": "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
}
DEFAULT_5347804: dict[str, Any] = {
    "round": 5347804,
    "randomness": "a87619810b1b41e70a01b8f903cf69977e026f80d9fd5e4c197c298a96c61cfe",
    "signature": "92daf5745411a415b539caebda0b523fa20d4d12b28eb2fe427decdf5dcc976046a9c83b54f1db991fa191"
    "ffca8fcbdc07563036664f6ba47dcf00593559286f667574f6b0a2ba0be2683463b5bf3472e5696ac28b75d5b2223dbb98a56c96a3",
}


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with running_simulators() as running:
        settings.PROVIDERS = running.providers
        yield running


def _beacon() -> Beacon:
    beacon = current_beacon()
    assert beacon is not None
    return beacon


def _recorded(monkeypatch: pytest.MonkeyPatch, *, chain: str, answers: Mapping[str, object]) -> Beacon:
    """A live beacon whose relay answers what was recorded."""
    asked = {f"https://relay.example/{chain}{path}": answer for path, answer in answers.items()}

    class Relay:
        def call(self, method: str, url: str, **_: object) -> Answer:
            return Answer(status=200, headers={}, body=json.dumps(asked[url]).encode())

    monkeypatch.setattr(ProviderConfig, "client", lambda self: Relay())
    beacons._chain.cache_clear()
    config = ProviderConfig(
        name="beacon", mode=Mode.LIVE, base_url="https://relay.example/", extra=(("chain", chain),)
    )
    return Beacon(config)


@pytest.mark.parametrize(
    ("info", "recorded"), [(QUICKNET_INFO, QUICKNET_123), (DEFAULT_INFO, DEFAULT_5347804)]
)
def test_recorded_rounds_of_drand_are_read(
    monkeypatch: pytest.MonkeyPatch, info: dict[str, Any], recorded: dict[str, Any]
) -> None:
    number = recorded["round"]
    answers = {"/info": info, f"/public/{number}": recorded}
    beacon = _recorded(monkeypatch, chain=info["hash"], answers=answers)
    assert beacon.randomness(number).randomness == recorded["randomness"]
    assert beacon.chain().period_seconds == info["period"]
    assert not beacon.simulated


@pytest.mark.parametrize("info", [QUICKNET_INFO, DEFAULT_INFO])
def test_a_description_hashes_to_its_chain(info: dict[str, Any]) -> None:
    assert chain_hash(info) == info["hash"]


@pytest.mark.parametrize(("key", "value"), [
    ("period", 4), ("genesis_time", 1), ("public_key", "00"), ("groupHash", "00"),
    ("metadata", {"beaconID": "x"}),
])  # fmt: skip
def test_a_changed_description_is_refused(monkeypatch: pytest.MonkeyPatch, key: str, value: object) -> None:
    beacon = _recorded(monkeypatch, chain=QUICKNET, answers={"/info": QUICKNET_INFO | {key: value}})
    with pytest.raises(OutcomeUnknown, match="forged"):
        beacon.chain()


@pytest.mark.parametrize("changed", [
    {"randomness": "00" * 32}, {"signature": "00" * 48}, {"round": 124}, {"round": "123"},
    {"signature": "zz"}, {"signature": None}, {"randomness": None},
])  # fmt: skip
def test_a_changed_round_is_refused(monkeypatch: pytest.MonkeyPatch, changed: dict[str, object]) -> None:
    beacon = _recorded(monkeypatch, chain=QUICKNET, answers={"/public/123": QUICKNET_123 | changed})
    with pytest.raises(OutcomeUnknown, match=r"forged|garbage"):
        beacon.randomness(123)


def test_rounds_and_times_belong_together() -> None:
    chain = Chain(hash=QUICKNET, genesis=1692803367, period_seconds=3)
    birth = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
    assert chain.time_of(1) == birth
    assert [chain.round_at(birth + timedelta(seconds=late)) for late in (-1, 0, 2, 3, 6)] == [0, 1, 1, 2, 3]
    assert chain.first_round_after(birth) == 2
    for number in (1, 2, 123, 30_000_000):
        assert chain.round_at(chain.time_of(number)) == number
    with pytest.raises(ValueError, match="counted from 1"):
        chain.time_of(0)


def test_the_simulated_chain_is_pinned_and_marked(sims: Running) -> None:
    assert SIMULATED_CHAIN == drand.CHAIN_HASH
    beacon = _beacon()
    found = beacon.randomness(1)
    assert (found.chain, found.simulated) == (SIMULATED_CHAIN, True)
    assert found.randomness == hashlib.sha256(bytes.fromhex(found.signature)).hexdigest()
    assert beacon.time_of(1) == datetime(2025, 1, 1, tzinfo=UTC)


def test_a_round_of_the_future_is_not_there_yet(sims: Running) -> None:
    beacon = _beacon()
    coming = beacon.round_at(datetime.now(UTC)) + 20
    with pytest.raises(NotYet):
        beacon.randomness(coming)
    sims.options(clock_offset_seconds=90)
    assert beacon.randomness(coming).round == coming


def test_another_chain_is_unknown_here(sims: Running, settings: Settings) -> None:
    settings.PROVIDERS = {"beacon": sims.providers["beacon"] | {"chain": QUICKNET}}
    with pytest.raises(NotDone):
        _beacon().chain()


@pytest.mark.parametrize("kind", ["500", "garbage", "half-body", "reset"])
def test_a_sick_relay_gives_no_randomness(sims: Running, kind: str) -> None:
    sims.fault("drand", kind)
    with pytest.raises(OutcomeUnknown):
        _beacon().randomness(1)


def test_without_a_beacon_there_is_none(settings: Settings) -> None:
    settings.PROVIDERS = {"beacon": {"mode": "off"}}
    assert current_beacon() is None
