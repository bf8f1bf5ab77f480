"""Messages to phones: signed, sent once per reference, and refused plainly when switched off."""

import logging
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from accounts.providers import sms
from accounts.providers.sms import NoSms, current_sms, send_code, signature
from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.http.provider import Capability
from simulators.testing import Running, running_simulators

PHONE = "+8613800000000"


@pytest.fixture
def sims(settings: Settings) -> Iterator[Running]:
    with running_simulators() as running:
        settings.PROVIDERS = running.providers
        yield running


def test_the_signature_is_hmac_sha256() -> None:
    """By openssl: printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret"""
    expected = "49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686"
    assert signature("secret", "1700000000", b'{"a":1}') == expected


def test_a_code_arrives_on_the_phone_in_both_languages(sims: Running) -> None:
    send_code(to=PHONE, code="482913", locale="en", ref="code-1")
    [message] = sims.messages(PHONE)
    assert (message["template"], message["params"]["code"]) == ("verification-code", "482913")


def test_sending_again_under_one_reference_sends_once(sims: Running) -> None:
    first = send_code(to=PHONE, code="482913", locale="en", ref="code-1")
    assert send_code(to=PHONE, code="482913", locale="en", ref="code-1") == first
    [message] = sims.messages(PHONE)
    assert message["sends"] == 2


def test_a_wrong_secret_is_refused_and_nothing_arrives(sims: Running, settings: Settings) -> None:
    settings.PROVIDERS = {"sms": sims.providers["sms"] | {"secret": "another"}}
    with pytest.raises(Declined, match="http-401"):
        send_code(to=PHONE, code="482913", locale="en", ref="code-1")
    assert sims.messages() == []


def test_a_changed_body_is_refused(sims: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "signature", lambda secret, stamp, body: signature(secret, stamp, body + b" "))
    with pytest.raises(Declined, match="http-401"):
        send_code(to=PHONE, code="482913", locale="en", ref="code-1")


@pytest.mark.parametrize("kind", ["do-then-500", "do-then-reset", "half-body", "garbage"])
def test_a_lost_answer_is_unknown_and_may_be_repeated(sims: Running, kind: str) -> None:
    sims.fault("sms", kind)
    with pytest.raises(OutcomeUnknown):
        send_code(to=PHONE, code="482913", locale="en", ref="code-1")
    send_code(to=PHONE, code="482913", locale="en", ref="code-1")
    assert len(sims.messages(PHONE)) == 1
    assert current_sms().capability is Capability.KEY


@pytest.mark.parametrize("phone", ["13800000000", "+0123456789", "+86 138", "", "+8613800000000\r\nX"])
def test_a_number_that_is_none_is_declined(sims: Running, phone: str) -> None:
    with pytest.raises(Declined, match="phone"):
        send_code(to=phone, code="1", locale="en", ref="code-1")


def test_switched_off_says_so(settings: Settings) -> None:
    settings.PROVIDERS = {"sms": {"mode": "off"}}
    gateway = current_sms()
    assert isinstance(gateway, NoSms)
    assert not gateway.is_on
    with pytest.raises(NotDone, match="off"):
        send_code(to=PHONE, code="1", locale="en", ref="code-1")


def test_no_log_line_carries_number_or_code(sims: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        send_code(to=PHONE, code="482913", locale="en", ref="code-1")
    assert "http.call provider=sms" in caplog.text
    assert "1380000" not in caplog.text
    assert "482913" not in caplog.text
