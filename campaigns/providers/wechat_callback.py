"""What WeChat tells the community's Official Account, and the answer to it; in its safe mode only.

Contract: developers.weixin.qq.com, "消息加解密说明", "接收事件推送", "订阅通知事件推送" (read 2026-11).
The plain mode signs no body, so that whoever saw one call could invent others: it is not offered.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import xml.etree.ElementTree as Tree
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from common.http.provider import ProviderConfig

FRESH_SECONDS = 300
_BLOCK, _MOST_BYTES = 32, 64 * 1024
_NUMBER = re.compile(r"[0-9]{1,20}")
SCENE_PREFIX = "qrscene_"


class ForgedCall(Exception):
    """Not from WeChat, not for us, or too old."""


@dataclass(frozen=True, kw_only=True)
class Called:
    """``key`` is the same however often WeChat repeats the call. ``grants``: (template, may be used)."""

    key: str
    event: str
    person: str = field(repr=False)
    account: str
    scene: str
    grants: tuple[tuple[str, bool], ...]
    at: int


def callback_of() -> "AccountCallback | None":
    config = ProviderConfig.load("wechat_account")
    token, key = config.option("callback_token"), config.option("callback_key")
    if not config.is_on or not token or not key:
        return None
    return AccountCallback(token=token, key=key, app_id=config.option("app_id"))


class AccountCallback:
    def __init__(self, *, token: str, key: str, app_id: str) -> None:
        """``key``: the 43 letters of the console."""
        self._token, self._app_id = token, app_id
        self._key = base64.b64decode(f"{key}=")

    def echo(self, asked: Mapping[str, str], *, now: datetime) -> str:
        """What proves to WeChat that the address is ours. Raises: ForgedCall."""
        return self._opened(asked, asked.get("echostr", ""), now=now)

    def read(self, asked: Mapping[str, str], body: bytes, *, now: datetime) -> Called:
        """Raises: ForgedCall."""
        if len(body) > _MOST_BYTES:
            raise ForgedCall("too long")
        return _called(_fields(self._opened(asked, _text(_fields(_decoded(body)), "Encrypt"), now=now)))

    def reply(self, called: Called, words: str, *, nonce: str, now: datetime) -> bytes:
        """A text for whoever caused the call, sealed as WeChat wants it."""
        stamp = str(int(now.timestamp()))
        inner = (
            f"<xml><ToUserName><![CDATA[{called.person}]]></ToUserName>"
            f"<FromUserName><![CDATA[{called.account}]]></FromUserName><CreateTime>{stamp}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{words}]]></Content></xml>"
        )
        sealed = self.sealed(inner)
        return (
            f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature(stamp, nonce, sealed)}]]></MsgSignature>"
            f"<TimeStamp>{stamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()

    def signature(self, stamp: str, nonce: str, sealed: str) -> str:
        parts = "".join(sorted([self._token, stamp, nonce, sealed]))
        return hashlib.sha1(parts.encode()).hexdigest()  # noqa: S324 - the vendor's choice

    def sealed(self, text: str) -> str:
        told = text.encode()
        whole = os.urandom(16) + len(told).to_bytes(4, "big") + told + self._app_id.encode()
        left = _BLOCK - len(whole) % _BLOCK
        maker = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).encryptor()
        return base64.b64encode(maker.update(whole + bytes([left]) * left) + maker.finalize()).decode()

    def _opened(self, asked: Mapping[str, str], sealed: str, *, now: datetime) -> str:
        stamp, nonce = asked.get("timestamp", ""), asked.get("nonce", "")
        right, given = self.signature(stamp, nonce, sealed), asked.get("msg_signature", "")[:64]
        if not sealed or not hmac.compare_digest(right.encode(), given.encode()):
            raise ForgedCall("signature")
        if not _NUMBER.fullmatch(stamp) or abs(now.timestamp() - int(stamp)) > FRESH_SECONDS:
            raise ForgedCall("too old")
        try:
            raw = base64.b64decode(sealed, validate=True)
            opener = Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16])).decryptor()
            whole = opener.update(raw) + opener.finalize()
        except (binascii.Error, ValueError):
            raise ForgedCall("sealed otherwise") from None
        whole = whole[: -whole[-1]] if whole and 1 <= whole[-1] <= _BLOCK else b""
        length = int.from_bytes(whole[16:20], "big")
        if whole[20 + length :] != self._app_id.encode():
            raise ForgedCall("for another account")
        return _decoded(whole[20 : 20 + length])


def _called(told: Tree.Element) -> Called:
    person, at, event = _text(told, "FromUserName"), _text(told, "CreateTime"), _text(told, "Event")
    if not person or not _NUMBER.fullmatch(at):
        raise ForgedCall("no person")
    message = _text(told, "MsgId")
    scene = _text(told, "EventKey") if event in ("subscribe", "SCAN") else ""
    grants = tuple(
        (_text(one, "TemplateId")[:64], _text(one, "SubscribeStatusString") == "accept")
        for one in told.iter("List")
        if _text(one, "TemplateId")
    )
    return Called(
        key=message or f"{person}:{at}:{event}",
        event=event[:40],
        person=person[:64],
        account=_text(told, "ToUserName")[:64],
        scene=scene.removeprefix(SCENE_PREFIX)[:64],
        grants=grants,
        at=int(at),
    )


def _fields(text: str) -> Tree.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ForgedCall("a document type")
    try:
        return Tree.fromstring(text)  # noqa: S314 - no document types, signed, and short
    except Tree.ParseError:
        raise ForgedCall("no XML") from None


def _text(told: Tree.Element, name: str) -> str:
    return (told.findtext(name) or "").strip()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise ForgedCall("no UTF-8") from None
