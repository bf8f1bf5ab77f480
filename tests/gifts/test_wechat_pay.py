"""WeChat Pay's merchant transfer against golden vectors of OpenSSL and Node, and against its simulator."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.rsa import is_signed, private_key, public_key, sign_bytes
from gifts.providers.transfers import Bill, BillState, ForgedNotice, TransferOrder, current_payer
from gifts.providers.wechat_pay import WeChatPay, answer_message, request_message, unseal
from simulators import wechat_pay as simulated
from simulators.testing import Running, running_simulators

VECTORS = json.loads(Path(__file__).with_name("wechat_pay_vectors.json").read_text())
PUBLIC = public_key(VECTORS["public_pem"])
ORDER = TransferOrder(
    bill_no="b0000000000000000000000000000001",
    amount=1880,
    currency="CNY",
    payee="openid-of-lin",
    campaign="Spring 春天",
    reason="Lunch 午餐红包",
)


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with running_simulators() as running:
        settings.PROVIDERS = running.providers
        yield running


def _payer() -> WeChatPay:
    found = current_payer()
    assert isinstance(found, WeChatPay)
    return found


def _asked(bill_no: str = ORDER.bill_no) -> Bill:
    found = _payer().query(bill_no)
    assert found is not None
    return found


# --- golden vectors -------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS["requests"])
def test_a_request_is_signed_as_other_programs_sign_it(vector: dict[str, object]) -> None:
    message = request_message(*vector["fields"])  # type: ignore[misc]

    assert sign_bytes(message, private_key(VECTORS["private_pem"])) == vector["signature"]


@pytest.mark.parametrize("vector", VECTORS["answers"])
def test_an_answer_is_verified_as_other_programs_sign_it(vector: dict[str, Any]) -> None:
    stamp, nonce, body = vector["fields"]

    assert is_signed(answer_message(stamp, nonce, body.encode()), vector["signature"], PUBLIC)
    assert not is_signed(answer_message(stamp, nonce, body.encode() + b" "), vector["signature"], PUBLIC)


@pytest.mark.parametrize("vector", VECTORS["sealed"])
def test_a_resource_is_unsealed_as_other_programs_seal_it(vector: dict[str, str]) -> None:
    opened = unseal(
        vector["key"].encode(),
        nonce=vector["nonce"].encode(),
        data=vector["data"].encode(),
        ciphertext=vector["ciphertext"],
    )

    assert opened.decode() == vector["text"]


# --- the simulator --------------------------------------------------------------------------------


def test_a_bill_waits_for_its_recipient_and_is_paid(sims: Running) -> None:
    made = _payer().create(ORDER)
    assert (made.state, bool(made.package)) == (BillState.AWAITING_USER_CONFIRM, True)

    sims.options(step_seconds=60)
    sims.change_transfer(ORDER.bill_no, "confirm")
    assert _asked().state == BillState.TRANSFERRING
    sims.options(step_seconds=0)

    paid = _asked()
    assert (paid.state, paid.amount, paid.provider_ref) == (BillState.PAID, 1880, made.provider_ref)
    assert sims.transfers()["totals"] == {"bills": 1, "creates": 1, "paid": 1, "doubled": 0}


def test_the_same_number_again_is_the_same_bill_with_its_package(sims: Running) -> None:
    first, again = _payer().create(ORDER), _payer().create(ORDER)

    assert (first.provider_ref, first.package) == (again.provider_ref, again.package)
    assert sims.transfers()["totals"]["doubled"] == 0


def test_a_bill_that_nobody_confirms_fails_after_a_day(sims: Running) -> None:
    _payer().create(ORDER)

    sims.options(clock_offset_seconds=24 * 3600 + 1)
    late = WeChatPay(_payer()._config, clock=lambda: time.time() + 24 * 3600 + 1)
    found = late.query(ORDER.bill_no)

    assert found is not None
    assert (found.state, found.reason) == (BillState.FAILED, "OVERDUE_CLOSE")


def test_an_unknown_number_is_nobodys(sims: Running) -> None:
    assert _payer().query("nobody") is None


def test_what_the_payer_refuses_for_good_is_declined(sims: Running) -> None:
    with pytest.raises(Declined, match="PARAM_ERROR"):
        _payer().create(replace(ORDER, amount=200_000))

    assert sims.transfers()["totals"]["bills"] == 0


def test_an_empty_account_may_fill_up(sims: Running) -> None:
    sims.fault("wechatpay", "busy", operation="create")

    with pytest.raises(NotDone, match="NOT_ENOUGH") as refused:
        _payer().create(ORDER)
    assert not isinstance(refused.value, Declined)


def test_another_recipient_under_the_same_number_is_asked_about(sims: Running) -> None:
    _payer().create(ORDER)

    with pytest.raises(OutcomeUnknown, match="ALREADY_EXISTS"):
        _payer().create(replace(ORDER, payee="somebody-else"))


@pytest.mark.parametrize("kind", ["unsigned", "sign-stranger", "sign-sha1"])
def test_an_answer_that_is_not_the_payers_leaves_the_outcome_open(sims: Running, kind: str) -> None:
    sims.fault("wechatpay", kind)

    with pytest.raises(OutcomeUnknown, match="signature"):
        _payer().create(ORDER)
    assert _asked().state == BillState.AWAITING_USER_CONFIRM


@pytest.mark.parametrize("kind", ["do-then-hang", "do-then-500", "do-then-reset", "half-body", "garbage"])
def test_a_lost_answer_leaves_the_outcome_open(sims: Running, settings: Settings, kind: str) -> None:
    settings.PROVIDERS = sims.providers | {
        "transfers": sims.providers["transfers"] | {"total_seconds": "0.5"}
    }
    sims.fault("wechatpay", kind)

    with pytest.raises(OutcomeUnknown):
        _payer().create(ORDER)
    assert sims.transfers()["totals"]["bills"] == 1


@pytest.mark.parametrize(
    "other", [{"mchid": "1"}, {"serial": "1"}, {"secret": VECTORS["private_pem"]}], ids=str
)
def test_whoever_is_not_the_merchant_is_not_let_in(
    sims: Running, settings: Settings, other: dict[str, str]
) -> None:
    settings.PROVIDERS = sims.providers | {"transfers": sims.providers["transfers"] | other}

    with pytest.raises(Declined, match="SIGN_ERROR"):
        _payer().create(ORDER)


def test_the_person_confirms_on_the_payers_page(sims: Running) -> None:
    package = _payer().create(ORDER).package

    assert "¥18.80" in sims.page(f"{simulated.PREFIX}/confirm?package={package}")


# --- notices --------------------------------------------------------------------------------------


def _told(**changes: object) -> dict[str, object]:
    told: dict[str, object] = {
        "mch_id": simulated.MERCHANT,
        "out_bill_no": ORDER.bill_no,
        "transfer_bill_no": "1330000000001",
        "state": "SUCCESS",
        "transfer_amount": 1880,
        "update_time": "2026-04-02T10:00:00+08:00",
    }
    return told | changes


def _notice(running: Running, *, at: float | None = None, **changes: object) -> tuple[dict[str, str], bytes]:
    key = running.plan.alipay_keys.wechat_pay.private
    return simulated.notice(_told(**changes), key, at=at if at is not None else time.time())


def test_a_notice_says_what_became_of_a_bill(sims: Running) -> None:
    bill = _payer().read_notice(*_notice(sims))

    assert (bill.bill_no, bill.state, bill.amount) == (ORDER.bill_no, BillState.PAID, 1880)


def _changed(headers: dict[str, str], name: str, value: str) -> dict[str, str]:
    return {**headers, name: value}


def test_forged_notices_are_told_apart(sims: Running) -> None:
    payer = _payer()
    headers, body = _notice(sims)
    stranger = simulated.notice(_told(), private_key(VECTORS["private_pem"]), at=time.time())
    old = _notice(sims, at=time.time() - 301)
    key = sims.plan.alipay_keys.wechat_pay.private
    other_key = simulated.notice(_told(), key, at=time.time(), api_key="another-apiv3-key-of-32-bytes!!!")
    forged = [
        (headers, body + b" "),
        ({}, body),
        (_changed(headers, "Wechatpay-Serial", "PUB_KEY_ID_OTHER"), body),
        (_changed(headers, "Wechatpay-Timestamp", "now"), body),
        (_changed(headers, "Wechatpay-Nonce", "another"), body),
        (_changed(headers, "Wechatpay-Signature", "AAAA"), body),
        stranger,
        old,
        other_key,
        _notice(sims, mch_id="1900000002"),
        _notice(sims, state="INVENTED"),
        _notice(sims, out_bill_no=""),
        _notice(sims, transfer_amount=-1),
        (simulated.signed_headers(b"[1]", key, at=time.time()), b"[1]"),
        (simulated.signed_headers(b"x" * 70_000, key, at=time.time()), b"x" * 70_000),
    ]

    for sent in forged:
        with pytest.raises(ForgedNotice):
            payer.read_notice(*sent)


def test_without_a_payer_nothing_is_sent(settings: Settings) -> None:
    settings.PROVIDERS = {}

    assert current_payer() is None
