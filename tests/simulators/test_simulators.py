"""The simulators: real wire, own counts that outlive a kill, and never mistaken for the real thing."""

import io
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command

from simulators import carrier, drand
from simulators.testing import Running, running_simulators

ORDER = {
    "orderId": "gift-1",
    "cargoDetails": [{"name": "杯子"}],
    "contactInfoList": [{"contactType": 2, "address": "二号", "mobile": "13800000000", "city": "上海市"}],
}


@pytest.fixture
def sims() -> Iterator[Running]:
    with running_simulators() as running:
        yield running


def _order(sims: Running, message: object = ORDER, **changed: str) -> dict[str, Any]:
    text, timestamp = json.dumps(message, ensure_ascii=False), str(int(time.time() * 1000))
    form = {
        "partnerID": sims.plan.partner,
        "requestID": "1",
        "serviceCode": "EXP_RECE_CREATE_ORDER",
        "timestamp": timestamp,
        "msgDigest": carrier.msg_digest(text, changed.get("timestamp", timestamp), sims.plan.checkword),
        "msgData": text,
    }
    body = urlencode(form | changed).encode()
    request = urllib.request.Request(f"{sims.url}/sf/std/service", data=body)  # noqa: S310
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
        assert response.headers["X-Simulator"] == "1"
        found: dict[str, Any] = json.load(response)
        return found


def test_an_order_is_answered_in_both_envelopes(sims: Running) -> None:
    found = _order(sims)
    inner = json.loads(found["apiResultData"])
    assert (found["apiResultCode"], inner["errorCode"], inner["msgData"]["orderId"]) == (
        "A1000",
        "S0000",
        "gift-1",
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"msgDigest": "x"}, "A1006"),
        ({"msgData": '{"orderId":"another"}'}, "A1006"),
        ({"partnerID": "nobody"}, "A1004"),
        ({"serviceCode": "EXP_RECE_NOTHING"}, "A1004"),
        ({"timestamp": "1"}, "A1002"),
        ({"timestamp": "soon"}, "A1002"),
        ({"requestID": ""}, "A1001"),
    ],
)
def test_the_platform_lets_nobody_in_without_its_signature(
    sims: Running, changed: dict[str, str], code: str
) -> None:
    assert _order(sims, **changed)["apiResultCode"] == code
    assert sims.orders()["totals"]["creates"] == 0


@pytest.mark.parametrize(
    "message", [[], "x", {"orderId": "gift-1"}, {**ORDER, "contactInfoList": [1]}, {**ORDER, "orderId": ""}]
)
def test_a_bad_order_is_refused(sims: Running, message: object) -> None:
    assert json.loads(_order(sims, message)["apiResultData"])["success"] is False
    assert sims.orders()["totals"]["parcels"] == 0


def test_faults_happen_as_often_as_ordered(sims: Running) -> None:
    sims.fault("sf", "do-then-500", count=2)
    for _ in range(2):
        with pytest.raises(urllib.error.HTTPError):
            _order(sims)
    _order(sims)
    assert sims.orders()["orders"]["gift-1"]["creates"] == 3
    assert sims.get("/_control/faults") == {"happened": {"sf:do-then-500": 2}}


def test_faults_by_chance_are_the_same_for_one_seed(sims: Running) -> None:
    def failures() -> list[bool]:
        sims.post("/_control/reset", seed=7)
        sims.fault("sf", "500", count=1000, probability=0.5)
        found = []
        for _ in range(20):
            try:
                _order(sims)
                found.append(False)
            except urllib.error.HTTPError:
                found.append(True)
        return found

    first = failures()
    assert 0 < sum(first) < 20
    assert failures() == first


@pytest.mark.parametrize(("path", "asked"), [
    ("/_control/faults", {"service": "sf", "kind": "earthquake"}),
    ("/_control/faults", {}),
    ("/_control/options", {"colour": 1}),
    ("/_control/parcels", {"order": "gift-1", "fate": "eaten"}),
    ("/_control/nothing", {}),
])  # fmt: skip
def test_a_lever_that_is_none_says_so(sims: Running, path: str, asked: dict[str, object]) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        sims.post(path, **asked)
    assert caught.value.code in (400, 404)


def test_counts_outlive_a_kill(tmp_path: Path) -> None:
    state = tmp_path / "simulators.sqlite3"
    with running_simulators(state=state, own_process=True) as first:
        _order(first)
        _order(first)
        first.kill()
    with running_simulators(state=state, own_process=True) as second:
        assert second.orders()["orders"]["gift-1"]["creates"] == 2
        assert second.orders()["totals"] == {"orders": 1, "creates": 2, "parcels": 1, "doubled": 0}
        second.reset()
        assert second.orders()["totals"]["orders"] == 0


def test_the_phone_page_is_marked_and_escapes(sims: Running) -> None:
    from accounts.providers.sms import HttpSms
    from common.http.provider import ProviderConfig

    gateway = HttpSms(ProviderConfig.read("sms", sims.providers["sms"]))
    gateway.send("1", "+8613800000000", "verification-code", {"code": "482913", "minutes": "10"})
    gateway.send("2", "+8613800000000", "<b>odd</b>", {"x": "<script>alert(1)</script>"})
    gateway.send("3", "+8613800000000", "verification-code", {"no": "code"})
    page = sims.page("/phones/%2B8613800000000/")
    assert "SIMULATOR" in page and "模拟" in page
    assert "Your code is 482913." in page and "您的验证码是 482913" in page
    assert "<script>" not in page and "<b>odd" not in page


def test_a_new_phone_is_empty(sims: Running) -> None:
    assert "No messages yet." in sims.page("/phones/+1555/")


def test_drand_answers_as_the_real_one(sims: Running) -> None:
    assert sims.get("/drand/chains") == [drand.CHAIN_HASH]
    info = sims.get(f"/drand/{drand.CHAIN_HASH}/info")
    assert (info["period"], info["genesis_time"], info["hash"]) == (3, 1735689600, drand.CHAIN_HASH)
    latest = sims.get(f"/drand/{drand.CHAIN_HASH}/public/latest")
    assert sims.get(f"/drand/{drand.CHAIN_HASH}/public/{latest['round']}") == latest
    for asked, status in ((latest["round"] + 9, 425), (0, 404), ("x", 404)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            sims.get(f"/drand/{drand.CHAIN_HASH}/public/{asked}")
        assert caught.value.code == status


@pytest.mark.parametrize("raw", [
    b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
])  # fmt: skip
def test_unreadable_requests_get_a_plain_refusal(sims: Running, raw: bytes) -> None:
    host, port = sims.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(raw)
        assert connection.recv(1000).startswith(b"HTTP/1.1 4")


def test_a_taken_port_is_said_in_one_sentence(sims: Running) -> None:
    port = sims.url.rpartition(":")[2]
    with pytest.raises(CommandError, match=f"can't listen on port {port}"):
        call_command("simulators", "--port", port, "--forget", stdout=io.StringIO())
