"""Web push (RFC 8030, 8291, 8292): encrypted for one browser, signed by this installation.

Needs the extra ``push`` (pywebpush) and a VAPID key; without them everything else works and the settings
page says that devices can't be woken.
"""

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from common.http.errors import Declined, NotDone
from common.http.provider import Capability, ProviderConfig, ProviderOff
from common.http.urls import origin_of, parse_url

MOST_TTL_SECONDS = 24 * 3600
_DECLINED = (400, 401, 403, 413, 429)
_GONE = (404, 410)
# Endpoint and keys are a few hundred characters with every browser.
_LONGEST = 1000


class DeviceGone(NotDone):
    """The browser has withdrawn its subscription."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What a browser gives: where to send, and its two keys (URL-safe base 64)."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)

    def as_json(self) -> str:
        return json.dumps({"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth})

    @classmethod
    def from_json(cls, text: str) -> "Subscription":
        return cls(**json.loads(text))


class WebPush:
    capability = Capability.NONE

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    @property
    def is_on(self) -> bool:
        return self._config.is_on and bool(self._config.secret) and has_library()

    @property
    def public_key(self) -> str:
        """What the browser subscribes with; "" while push is off."""
        if not self.is_on:
            return ""
        from cryptography.hazmat.primitives import serialization
        from py_vapid import b64urlencode

        numbers = _vapid(self._config.secret).public_key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return str(b64urlencode(numbers))

    def accepts(self, subscription: Subscription) -> bool:
        """Whether the address may be called and the keys are keys; nothing is sent."""
        own = origin_of(self._config.base_url) if self._config.allow_private else None
        try:
            target = parse_url(subscription.endpoint, own=own)
            _encrypt(subscription, b"{}")
        except Exception:  # whatever the library says about a broken key
            return False
        is_own = own is not None and target.origin == own
        return is_own or urlsplit(subscription.endpoint).scheme == "https"

    def send(self, subscription: Subscription, payload: Mapping[str, str], *, ttl_seconds: int) -> str:
        """Raises: DeviceGone, Declined, NotDone (also ProviderOff), OutcomeUnknown."""
        if not self.is_on:
            raise ProviderOff("off", "web push is not switched on")
        answer = self._config.client().call(
            "POST",
            subscription.endpoint,
            body=_encrypt(subscription, json.dumps(payload, ensure_ascii=False).encode()),
            headers={
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(max(0, min(ttl_seconds, MOST_TTL_SECONDS))),
                "Authorization": self._signed_for(subscription.endpoint),
            },
            declined=_DECLINED,
            accept=_GONE,
        )
        if answer.status in _GONE:
            raise DeviceGone("gone", "no such subscription")
        return answer.headers.get("Location", "")[:60] or "sent"

    def _signed_for(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": self._config.option("subject")}
        signed = _vapid(self._config.secret).sign(claims)
        return str(signed["Authorization"])


def _vapid(secret: str) -> Any:
    from py_vapid import Vapid02

    return Vapid02.from_string(secret)


def _encrypt(subscription: Subscription, payload: bytes) -> bytes:
    """Raises what the library raises for keys that are none."""
    from pywebpush import WebPusher

    if len(subscription.as_json()) > _LONGEST:
        raise Declined("subscription", "too long")
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    encoded = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(payload, "aes128gcm")
    return bytes(encoded["body"])


def has_library() -> bool:
    """Whether the extra ``push`` is installed."""
    return importlib.util.find_spec("pywebpush") is not None


def current_push() -> WebPush:
    return WebPush(ProviderConfig.load("push"))
