"""The community's Official Account at WeChat: cards in chats, and codes that lead to it.

Contract: developers.weixin.qq.com, "获取稳定版接口调用凭据", "JS-SDK 说明文档" (appendix 1),
"生成带参数的二维码"
(read 2026-11). Errors come as HTTP 200 with ``errcode``. The access token is one for all processes.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard
from urllib.parse import urlencode

from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.http.provider import ProviderConfig
from common.shared_tokens import Fresh, fetched, forget, kept

SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
# The token is wrong or over before its time: another one helps.
_STALE = frozenset({40001, 40014, 42001})
# Nothing was done, and the same call may work later.
_BUSY = frozenset({-1, 45009, 45011})
# Codes last 30 days, tokens two hours.
_LONGEST_SECONDS = 2_592_000
_TOKEN = re.compile(r"[\x21-\x7e]{1,512}")


@dataclass(frozen=True, kw_only=True)
class CardSeal:
    """What WeChat's script is told before it lets a page word its card. ``sdk``: where that script lies."""

    app_id: str
    timestamp: int
    nonce: str
    signature: str
    sdk: str


@dataclass(frozen=True, kw_only=True)
class SceneCode:
    """``address``: what the code says; whoever scans it comes to the account, which is told the scene."""

    address: str
    seconds: int


def jssdk_signature(*, ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """``url`` without its fragment. Values stand as they are, unescaped, names in alphabetical order."""
    said = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url.partition('#')[0]}"
    return hashlib.sha1(said.encode()).hexdigest()  # noqa: S324 - the vendor's choice


def current_account() -> "WeChatAccount | None":
    config = ProviderConfig.load("wechat_account")
    return WeChatAccount(config) if config.is_on else None


class WeChatAccount:
    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        self._app_id = config.option("app_id")

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def seal_card(self, url: str, *, now: datetime) -> CardSeal | None:
        """For one page. None while there is no ticket: pages never wait for WeChat. One statement."""
        ticket = kept(self._ticket_name, now=now)
        if not ticket:
            return None
        nonce, timestamp = secrets.token_hex(8), int(now.timestamp())
        signature = jssdk_signature(ticket=ticket, nonce=nonce, timestamp=timestamp, url=url)
        return CardSeal(
            app_id=self._app_id,
            timestamp=timestamp,
            nonce=nonce,
            signature=signature,
            sdk=self._config.option("sdk_url") or SDK,
        )

    def keep_ticket(self, *, now: datetime) -> None:
        """Fetch what ends soon. Network: never inside a transaction. Raises: CallFailed."""

        def ask() -> Fresh:
            query = {"type": "jsapi"}
            found = self._with_token("GET", "cgi-bin/ticket/getticket", query=query, now=now)
            return _fresh(found, "ticket")

        fetched(self._ticket_name, ask, now=now)

    def scene_code(self, scene: str, *, seconds: int, now: datetime) -> SceneCode:
        """A code that ends by itself. Network: never inside a transaction. Raises: CallFailed."""
        asked = {
            "expire_seconds": seconds,
            "action_name": "QR_STR_SCENE",
            "action_info": {"scene": {"scene_str": scene}},
        }
        found = self._with_token("POST", "cgi-bin/qrcode/create", body=asked, now=now)
        address, lasts = found.get("url"), found.get("expire_seconds")
        if not isinstance(address, str) or not address.startswith("http") or not _is_a_time(lasts):
            raise NotDone("garbage", "no code")
        return SceneCode(address=address[:200], seconds=lasts)

    @property
    def _ticket_name(self) -> str:
        return f"wechat-ticket:{self._app_id}"

    @property
    def _token_name(self) -> str:
        return f"wechat-token:{self._app_id}"

    def _with_token(
        self,
        method: str,
        path: str,
        *,
        now: datetime,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
        """A token that ended before its time is fetched anew, once."""
        for is_last in (False, True):
            token = fetched(self._token_name, self._ask_token, now=now)
            try:
                return self._call(method, path, query={"access_token": token, **(query or {})}, body=body)
            except Declined as declined:
                if is_last or int(declined.reason) not in _STALE:
                    raise
                forget(self._token_name, token, now=now)
        raise AssertionError  # the loop has answered

    def _ask_token(self) -> Fresh:
        asked = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._config.secret,
            "force_refresh": False,
        }
        try:
            return _fresh(self._call("POST", "cgi-bin/stable_token", body=asked), "access_token")
        except OutcomeUnknown as unknown:
            # Whatever became of the token, what it was wanted for was not begun.
            raise NotDone(unknown.reason, "no token") from None

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
        """Raises: NotDone (busy), Declined (``reason`` is the number), OutcomeUnknown."""
        asked = f"?{urlencode(query)}" if query else ""
        answer = self._config.client().call(
            method,
            f"{self._config.base_url}/{path}{asked}",
            body=None if body is None else json.dumps(body, ensure_ascii=False).encode(),
            headers=None if body is None else {"Content-Type": "application/json"},
        )
        found = answer.json()
        if not isinstance(found, dict):
            raise OutcomeUnknown("garbage", "not an object")
        code = found.get("errcode", 0)
        if not isinstance(code, int) or isinstance(code, bool):
            raise OutcomeUnknown("garbage", "no number")
        if code in _BUSY:
            raise NotDone("busy", str(code))
        if code:
            raise Declined(str(code))
        return found


def _is_a_time(seconds: object) -> TypeGuard[int]:
    """What no calendar holds would keep the lease of whoever asked."""
    return isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds <= _LONGEST_SECONDS


def _fresh(found: Mapping[str, object], name: str) -> Fresh:
    value, seconds = found.get(name), found.get("expires_in")
    if not isinstance(value, str) or not _TOKEN.fullmatch(value) or not _is_a_time(seconds):
        raise NotDone("garbage", f"no {name}")
    return Fresh(value=value, seconds=seconds)
