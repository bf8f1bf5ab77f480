"""A push service and the browsers behind it, simulated: it checks the signature, decrypts what arrives with
the browser's own keys (RFC 8291 and 8188, written out here so that the sender's library proves itself
against something else) and shows it like a locked screen.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from sqlite3 import Row

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from simulators.http import Reply, Request, json_reply
from simulators.pages import article, line, page
from simulators.store import Store

_CURVE = ec.SECP256R1()
_RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class BadPush(ValueError):
    """Not encrypted for this browser, or not as the standard says."""


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, kw_only=True)
class Browser:
    """The secret half of a subscription."""

    private: int = field(repr=False)
    auth: bytes = field(repr=False)

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.private, _CURVE)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(*_RAW)


def new_browser() -> Browser:
    private = ec.generate_private_key(_CURVE).private_numbers().private_value
    return Browser(private=private, auth=secrets.token_bytes(16))


def decrypt(body: bytes, browser: Browser) -> bytes:
    """One record of ``aes128gcm`` made for the browser. Raises: BadPush."""
    if len(body) < 21 + 65 + 17 or body[20] != 65:
        raise BadPush("header")
    salt, sender, sealed = body[:16], body[21:86], body[86:]
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, sender)
        shared = browser.key.exchange(ec.ECDH(), theirs)
        material = _hkdf(browser.auth, shared, b"WebPush: info\0" + browser.public + sender, 32)
        key = _hkdf(salt, material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, material, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError) as error:
        raise BadPush("sealed") from error
    plain = padded.rstrip(b"\0")
    if not plain.endswith(b"\2"):
        raise BadPush("padding")
    return plain[:-1]


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def is_signed(header: str, *, audience: str, now: float) -> bool:
    """RFC 8292: ``vapid t=<JWT>, k=<key>``, ES256, for this service, not older than a day."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    try:
        head, claims, signature = parts["t"].split(".")
        raw = unb64(signature)
        sign = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, unb64(parts["k"]))
        key.verify(sign, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        told: Mapping[str, object] = json.loads(unb64(claims))
        until = float(str(told["exp"]))
    except (KeyError, ValueError, InvalidSignature):
        return False
    good_time = now < until <= now + 24 * 3600 + 60
    contact = str(told.get("sub", "")).startswith(("mailto:", "https:"))
    return scheme.lower() == "vapid" and told.get("aud") == audience and good_time and contact


class PushSimulator:
    def __init__(self, store: Store) -> None:
        self._store = store

    def subscribe(self, request: Request) -> Reply:
        """A new browser: its address here and its public keys, as its script would get them."""
        browser, name = new_browser(), secrets.token_urlsafe(12)
        self._store.run(
            "INSERT INTO browsers (name, private, auth) VALUES (?, ?, ?)",
            name,
            str(browser.private),
            browser.auth,
        )
        origin = f"http://{request.headers.get('host', '')}"
        return json_reply(
            {
                "endpoint": f"{origin}/push/{name}",
                "keys": {"p256dh": b64(browser.public), "auth": b64(browser.auth)},
            }
        )

    def withdraw(self, request: Request) -> Reply:
        """The browser unsubscribes: from now on its address answers 410."""
        self._store.run("UPDATE browsers SET gone = 1 WHERE name = ?", _name(str(request.json()["endpoint"])))
        return json_reply({"ok": True})

    def receive(self, name: str, request: Request) -> Reply:
        found = self._store.run("SELECT * FROM browsers WHERE name = ?", name)
        if not found:
            return json_reply({"error": "unknown"}, status=404)
        if found[0]["gone"]:
            return json_reply({"error": "gone"}, status=410)
        audience = f"http://{request.headers.get('host', '')}"
        if not is_signed(request.headers.get("authorization", ""), audience=audience, now=self._store.now()):
            return json_reply({"error": "unsigned"}, status=403)
        if not request.headers.get("ttl", "").isdigit():
            return json_reply({"error": "no ttl"}, status=400)
        return self._open(found[0], request)

    def _open(self, row: Row, request: Request) -> Reply:
        browser = Browser(private=int(row["private"]), auth=row["auth"])
        try:
            text = decrypt(request.body, browser).decode()
        except (BadPush, UnicodeDecodeError):
            return json_reply({"error": "not for this browser"}, status=400)
        self._store.run(
            "INSERT INTO pushes (name, payload, created) VALUES (?, ?, ?)",
            row["name"],
            text,
            self._store.now(),
        )
        return json_reply({}, status=201)

    def listing(self) -> list[dict[str, object]]:
        """Newest first: which browser, and what its locked screen shows."""
        found = self._store.run("SELECT * FROM pushes ORDER BY id DESC LIMIT 5000")
        return [{"browser": row["name"], "payload": json.loads(row["payload"])} for row in found]

    def shown(self) -> Reply:
        articles = [
            article(
                line(str(dict(push["payload"]).get("title", ""))),  # type: ignore[call-overload]
                line(str(push["browser"]), is_small=True),
            )
            for push in self.listing()[:50]
        ]
        return page("Devices", "Simulated locked screens.", "模拟设备的锁屏通知。", articles)


def _name(endpoint: str) -> str:
    return endpoint.rpartition("/")[2]
