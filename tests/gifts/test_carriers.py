"""SF Express against golden vectors and against the simulator, and what is said when answers are lost."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from bench.golden import SF_EXPRESS
from common.http.client import Answer
from common.http.errors import CallFailed, Declined, NotDone, OutcomeUnknown
from common.http.provider import Capability, Mode, ProviderConfig
from gifts.providers import sf_express
from gifts.providers.carriers import (
    Cargo,
    Contact,
    ManualCarrier,
    Parcel,
    SfExpress,
    TrackingCode,
    Waybill,
    current_carrier,
)
from simulators.testing import Running, running_simulators

CREATE = "EXP_RECE_CREATE_ORDER"
SEARCH = "EXP_RECE_SEARCH_ORDER_RESP"
JAVA_ENCODED_ASCII = (
    "+%21%22%23%24%25%26%27%28%29*%2B%2C-.%2F0123456789%3A%3B%3C%3D%3E%3F%40"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D%7E"
)
HERE = Contact(
    name="仓库", phone="4000000000", province="北京市", city="北京市", district="朝阳区", street="一号"
)
THERE = Contact(
    name="张三",
    phone="13800000000",
    province="上海市",
    city="上海市",
    district="黄浦区",
    street="二号 (东)*~",
)
PARCEL = Parcel(sender=HERE, receiver=THERE, contents=(Cargo(name="运动鞋"),), remark="生日快乐")


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with running_simulators() as running:
        settings.PROVIDERS = running.providers
        yield running


@pytest.mark.parametrize(("message", "timestamp", "checkword", "expected"), SF_EXPRESS)
def test_the_signature_is_javas(message: str, timestamp: str, checkword: str, expected: str) -> None:
    assert sf_express.digest(message, timestamp, checkword) == expected


def test_every_printable_character_is_encoded_as_java_does() -> None:
    assert sf_express.java_urlencode("".join(chr(code) for code in range(32, 127))) == JAVA_ENCODED_ASCII


def test_an_order_gets_a_waybill(sims: Running) -> None:
    carrier = current_carrier()
    waybill = carrier.create_order("gift-1", PARCEL)
    assert (waybill.carrier, waybill.provider_ref, waybill.simulated) == ("sf", "gift-1", True)
    assert carrier.query_order("gift-1") == waybill
    assert sims.orders()["totals"] == {"orders": 1, "creates": 1, "parcels": 1, "doubled": 0}


@pytest.mark.parametrize("repeats_answer_8016", [0.0, 1.0])
def test_ordering_again_returns_the_first_waybill(sims: Running, repeats_answer_8016: float) -> None:
    sims.options(repeats_answer_8016=repeats_answer_8016)
    carrier = current_carrier()
    first = carrier.create_order("gift-1", PARCEL)
    assert carrier.create_order("gift-1", PARCEL) == first
    assert sims.orders()["orders"]["gift-1"]["creates"] == 2
    assert sims.orders()["totals"]["parcels"] == 1


def test_a_carrier_that_forgets_is_seen_to_double(sims: Running) -> None:
    """The negative control of every count of doubled parcels."""
    sims.options(forgets_orders=1)
    for _ in range(2):
        current_carrier().create_order("gift-1", PARCEL)
    assert sims.orders()["totals"] == {"orders": 1, "creates": 2, "parcels": 2, "doubled": 1}


def test_an_unknown_order_is_none(sims: Running) -> None:
    assert current_carrier().query_order("nobody") is None


def test_a_wrong_checkword_is_refused_and_nothing_is_ordered(sims: Running, settings: Settings) -> None:
    wrong = sims.providers["carrier"] | {"secret": "another"}
    settings.PROVIDERS = sims.providers | {"carrier": wrong}
    with pytest.raises(Declined, match="A1006"):
        current_carrier().create_order("gift-1", PARCEL)
    assert sims.orders()["totals"]["creates"] == 0


def test_a_signature_by_pythons_rules_alone_is_refused(
    sims: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sf_express, "java_urlencode", quote_plus)
    with pytest.raises(Declined, match="A1006"):
        current_carrier().create_order("gift-1", PARCEL)


@pytest.mark.parametrize("kind", ["do-then-hang", "do-then-500", "do-then-reset", "half-body", "garbage"])
def test_a_lost_answer_is_unknown_and_can_be_asked_for(sims: Running, settings: Settings, kind: str) -> None:
    quick = sims.providers["carrier"] | {"total_seconds": "0.3"}
    settings.PROVIDERS = sims.providers | {"carrier": quick}
    sims.fault("sf", kind, operation=CREATE)
    with pytest.raises(OutcomeUnknown):
        current_carrier().create_order("gift-1", PARCEL)
    found = current_carrier().query_order("gift-1")
    assert found is not None
    assert current_carrier().create_order("gift-1", PARCEL) == found
    assert sims.orders()["totals"]["parcels"] == 1


@pytest.mark.parametrize("kind", ["500", "reset"])
def test_an_error_without_effect_is_unknown_until_asked(sims: Running, kind: str) -> None:
    sims.fault("sf", kind, operation=CREATE)
    with pytest.raises(OutcomeUnknown):
        current_carrier().create_order("gift-1", PARCEL)
    assert current_carrier().query_order("gift-1") is None


def test_a_question_that_fails_answers_nothing(sims: Running, settings: Settings) -> None:
    sims.fault("sf", "500", operation=SEARCH)
    with pytest.raises(OutcomeUnknown):
        current_carrier().query_order("gift-1")
    unreachable = sims.providers["carrier"] | {"base_url": "http://127.0.0.1:9/sf/std/service"}
    settings.PROVIDERS = {"carrier": unreachable}
    with pytest.raises(OutcomeUnknown):
        current_carrier().query_order("gift-1")


def test_an_unreachable_carrier_did_nothing(sims: Running, settings: Settings) -> None:
    unreachable = sims.providers["carrier"] | {"base_url": "http://127.0.0.1:9/sf/std/service"}
    settings.PROVIDERS = {"carrier": unreachable}
    with pytest.raises(NotDone):
        current_carrier().create_order("gift-1", PARCEL)


def test_a_parcel_goes_its_way_and_arrives(sims: Running) -> None:
    carrier = current_carrier()
    waybill = carrier.create_order("gift-1", PARCEL)

    sims.options(clock_offset_seconds=60)
    codes = [step.code for step in carrier.routes(waybill)]
    assert codes == ["picked_up", "in_transit", "out_for_delivery", "delivered"]


@pytest.mark.parametrize("fate", ["problem", "refused", "returned"])
def test_a_parcel_may_end_badly(sims: Running, fate: str) -> None:
    carrier = current_carrier()
    waybill = carrier.create_order("gift-1", PARCEL)
    sims.set_fate("gift-1", fate)
    sims.options(clock_offset_seconds=60)
    assert carrier.routes(waybill)[-1].code == TrackingCode(fate)


def test_no_log_line_carries_the_address(sims: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        current_carrier().create_order("gift-1", PARCEL)
    assert "http.call provider=carrier method=POST" in caplog.text
    assert not any(secret in caplog.text for secret in ("张三", "13800000000", "二号", "simulator-checkword"))
    assert "张三" not in repr(PARCEL)


def test_the_parcel_desk_sends_nothing_by_itself(settings: Settings) -> None:
    settings.PROVIDERS = {"carrier": {"mode": "off"}}
    carrier = current_carrier()
    assert isinstance(carrier, ManualCarrier)
    assert (carrier.capability, carrier.automatic) == (Capability.NONE, False)
    with pytest.raises(Declined):
        carrier.create_order("gift-1", PARCEL)


class _Canned:
    """A client whose answer is given; stands where the network would."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def call(self, *_: object, **__: object) -> Answer:
        return Answer(status=200, headers={}, body=self._body)


def _answered(monkeypatch: pytest.MonkeyPatch, body: bytes) -> SfExpress:
    config = ProviderConfig(name="carrier", mode=Mode.LIVE, base_url="https://x.example/", secret="s")
    monkeypatch.setattr(ProviderConfig, "client", lambda self: _Canned(body))
    return SfExpress(config)


def _envelope(result: object, *, code: str = "A1000") -> bytes:
    return json.dumps({"apiResultCode": code, "apiErrorMsg": "", "apiResultData": result}).encode()


def _result(data: object, *, success: object = True, error: object = "S0000") -> dict[str, object]:
    return {"success": success, "errorCode": error, "errorMsg": None, "msgData": data}


ORDERED: dict[str, Any] = {
    "orderId": "gift-1",
    "filterResult": 2,
    "waybillNoInfoList": [{"waybillType": 1, "waybillNo": "SF7444496931331"}],
}


@pytest.mark.parametrize(
    "body",
    [
        _envelope(_result(ORDERED)),
        _envelope(json.dumps(_result(ORDERED))),
        _envelope(json.dumps(_result(json.dumps(ORDERED), success="true"))),
    ],
)
def test_every_documented_form_of_success_is_read(monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    waybill = _answered(monkeypatch, body).create_order("gift-1", PARCEL)
    assert waybill == Waybill(number="SF7444496931331", provider_ref="gift-1", carrier="sf")


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (_envelope(None, code="A1001"), Declined),
        (_envelope(None, code="A1005"), NotDone),
        (_envelope(None, code="A1099"), OutcomeUnknown),
        (_envelope(_result(None, success=False, error="S0003")), OutcomeUnknown),
        (_envelope(_result(None, success=False, error="8057")), Declined),
        (_envelope(_result(ORDERED | {"filterResult": 3})), Declined),
        (_envelope(_result(ORDERED | {"orderId": "gift-2"})), OutcomeUnknown),
        (_envelope(_result(ORDERED | {"waybillNoInfoList": []})), OutcomeUnknown),
        (_envelope(_result(ORDERED, success=False)), OutcomeUnknown),
        (_envelope(_result(ORDERED, error="")), OutcomeUnknown),
        (b"<html>", OutcomeUnknown),
        (b"[]", OutcomeUnknown),
        (b"{}", OutcomeUnknown),
    ],
)
def test_each_other_answer_is_judged(
    monkeypatch: pytest.MonkeyPatch, body: bytes, failure: type[CallFailed]
) -> None:
    with pytest.raises(CallFailed) as caught:
        _answered(monkeypatch, body).create_order("gift-1", PARCEL)
    assert type(caught.value) is failure


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["S0000", "8016", "true"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["success", "errorCode", "msgData", "orderId", "waybillNoInfoList", "waybillNo", "waybillType"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(result=_JSON, code=st.sampled_from(["A1000", "A1006", "A1009", ""]))
@hypothesis_settings(max_examples=300, deadline=None)
def test_no_mutated_answer_becomes_a_waybill(result: object, code: str) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(CallFailed):
        _answered(patch, _envelope(result, code=code)).create_order("gift-1", PARCEL)
