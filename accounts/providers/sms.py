"""Text messages to phones, behind one protocol. Vendors' adapters plug in here."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from accounts.states import CODE_MINUTES
from common.http.errors import Declined, OutcomeUnknown
from common.http.provider import Capability, ProviderConfig, ProviderOff

CODE_TEMPLATE = "verification-code"
NEWS_TEMPLATE = "account-changed"
_E164 = re.compile(r"^\+[1-9][0-9]{6,14}$")
_DECLINED = (400, 401, 403, 404, 413, 422, 429)


@dataclass(frozen=True, kw_only=True)
class SmsReceipt:
    provider_ref: str
    simulated: bool = False


class SmsGateway(Protocol):
    capability: Capability

    @property
    def is_on(self) -> bool:
        """Whether messages can be sent at all; forms hide the phone field otherwise."""

    @property
    def simulated(self) -> bool:
        """Whether messages end in the simulated phone instead of a real one."""

    def send(self, ref: str, phone: str, template: str, params: Mapping[str, str]) -> SmsReceipt:
        """Send once per ``ref``; repeating the call returns the first receipt. ``phone`` is E.164.

        Raises: Declined, NotDone, OutcomeUnknown.
        """


def signature(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class HttpSms:
    """JSON over POST, signed over the exact bytes sent: HMAC-SHA256(secret, timestamp + "." + body)."""

    capability = Capability.KEY
    is_on = True

    def __init__(self, config: ProviderConfig, *, clock: Callable[[], float] = time.time) -> None:
        self._config = config
        self._clock = clock

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def send(self, ref: str, phone: str, template: str, params: Mapping[str, str]) -> SmsReceipt:
        if not _E164.match(phone):
            raise Declined("phone", "not an international phone number")
        message = {"ref": ref, "phone": phone, "template": template, "params": dict(params)}
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = str(int(self._clock()))
        answer = self._config.client().call(
            "POST",
            self._config.base_url,
            body=body,
            headers={
                "Content-Type": "application/json",
                "X-Timestamp": timestamp,
                "X-Signature": signature(self._config.secret, timestamp, body),
            },
            declined=_DECLINED,
        )
        found = answer.json()
        if (
            not isinstance(found, dict)
            or found.get("ref") != ref
            or not isinstance(found.get("message_id"), str)
        ):
            raise OutcomeUnknown("garbage", "no receipt")
        return SmsReceipt(provider_ref=found["message_id"][:100], simulated=self.simulated)


class NoSms:
    """Text messages are not set up here. Nothing is pretended: every send is refused."""

    capability = Capability.NONE
    is_on = False
    simulated = False

    def send(self, ref: str, phone: str, template: str, params: Mapping[str, str]) -> SmsReceipt:
        raise ProviderOff("off", "text messages are not switched on")


def current_sms() -> SmsGateway:
    """The gateway that this installation has configured, or none."""
    config = ProviderConfig.load("sms")
    return HttpSms(config) if config.is_on else NoSms()


def send_code(*, to: str, code: str, locale: str, ref: str) -> str:
    """Send a contact code to a phone; returns the gateway's reference. Repeatable under the same ``ref``.

    Raises: Declined, NotDone (also when text messages are off), OutcomeUnknown.
    """
    params = {"code": code, "minutes": str(CODE_MINUTES), "language": locale}
    return current_sms().send(ref, to, CODE_TEMPLATE, params).provider_ref


def send_news(*, to: str, news: str, locale: str, ref: str) -> str:
    """Tell a phone that its account was changed; ``news`` is a word of the template, no sentence of ours.

    Raises: as ``send_code``.
    """
    return current_sms().send(ref, to, NEWS_TEMPLATE, {"news": news, "language": locale}).provider_ref
