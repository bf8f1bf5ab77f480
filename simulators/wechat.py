"""WeChat, simulated: its permission pages and ``sns`` calls.

Like the real one it answers errors with status 200 and labels its UTF-8 as ``text/plain``. Each
application knows a person by another ``openid``; ``unionid`` is the same in all. Codes live five minutes
and count once. Written from the vendor's pages and not from our client.
"""

import hashlib
import json
import secrets
from urllib.parse import parse_qsl, urlencode

from simulators.faults import Faults
from simulators.http import Reply, Request
from simulators.social_people import is_persona, nickname, permission_page
from simulators.store import Store

# Website application and service account, each with its secret.
WEBSITE = ("wxsimwebsite00001", "simulator-wechat-secret")
OFFICIAL = ("wxsimofficial0001", "simulator-official-secret")
# The base scope tells the ``openid`` and nothing else.
BASE = "snsapi_base"
_SCOPES = {WEBSITE[0]: ("snsapi_login",), OFFICIAL[0]: ("snsapi_userinfo", BASE)}
_PAGES = {"connect/qrconnect": WEBSITE[0], "connect/oauth2/authorize": OFFICIAL[0]}
_CODE_SECONDS = 300.0
_TOKEN_SECONDS = 7200
_KEPT = ("appid", "redirect_uri", "response_type", "scope", "state")


class WeChatSimulator:
    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    def handle(self, path: str, request: Request) -> Reply:
        asked = dict(parse_qsl(request.query, keep_blank_values=True))
        if path in _PAGES:
            return self._permission(path, asked)
        act = {"sns/oauth2/access_token": self._token, "sns/userinfo": self._person}.get(path)
        if act is None:
            return _answer({"errcode": 43001, "errmsg": "no such call"})
        operation = path.rpartition("/")[2]
        return self._faults.around("wechat", operation, lambda: self._called(act(asked), operation))

    def _called(self, found: dict[str, object], operation: str) -> Reply:
        fault = self._faults.seal_of("wechat", operation)
        if fault == "busy":
            return _answer({"errcode": -1, "errmsg": "system error"})
        if fault == "no-unionid":
            found.pop("unionid", None)
        return _answer(found, charset="gbk" if fault == "gbk" else "utf-8")

    def _permission(self, path: str, asked: dict[str, str]) -> Reply:
        app = _PAGES[path]
        right = (
            asked.get("appid") == app
            and asked.get("scope") in _SCOPES[app]
            and asked.get("response_type") == "code"
            and asked.get("redirect_uri", "").startswith("http")
            and asked.get("state", "").isalnum()
        )
        if not right:
            return Reply(status=400, body="Scope 参数错误或没有 Scope 权限".encode(), kind="text/plain")
        persona = asked.get("persona", "")
        if not persona:
            return permission_page("WeChat 微信", asked, _KEPT)
        back = {"state": asked["state"]}
        if is_persona(persona):  # WeChat says a no by sending no code
            back = {"code": remember_code(self._store, "wechat", app, persona, asked["scope"]), **back}
        return Reply(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _token(self, asked: dict[str, str]) -> dict[str, object]:
        app = (asked.get("appid", ""), asked.get("secret", ""))
        if app[0] not in _SCOPES:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if app not in (WEBSITE, OFFICIAL):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if not asked.get("code"):
            return {"errcode": 41008, "errmsg": "missing code"}
        rows = self._store.run(
            "SELECT * FROM social_codes WHERE code = ? AND service = 'wechat' AND app = ?",
            asked["code"],
            app[0],
        )
        if not rows or rows[0]["created"] + _CODE_SECONDS < self._store.now():
            return {"errcode": 40029, "errmsg": "invalid code"}
        if rows[0]["used"]:
            return {"errcode": 40163, "errmsg": "code been used"}
        self._store.run("UPDATE social_codes SET used = 1 WHERE code = ?", asked["code"])
        scope, who = rows[0]["place"], _who(app[0], rows[0]["persona"])
        token = new_token(self._store, "wechat", app[0], rows[0]["persona"], scope=scope)
        if scope == BASE:
            who.pop("unionid", None)
        return {
            "access_token": token,
            "expires_in": _TOKEN_SECONDS,
            "refresh_token": "simrefresh",
            "scope": scope,
            **who,
        }

    def _person(self, asked: dict[str, str]) -> dict[str, object]:
        rows = self._store.run(
            "SELECT * FROM social_tokens WHERE token = ? AND service = 'wechat'",
            asked.get("access_token", ""),
        )
        if not rows:
            return {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid"}
        if asked["access_token"].startswith(BASE):
            return {"errcode": 48001, "errmsg": "api unauthorized"}
        who = _who(rows[0]["app"], rows[0]["persona"])
        if who["openid"] != asked.get("openid"):
            return {"errcode": 40003, "errmsg": "invalid openid"}
        return {
            **who,
            "nickname": nickname(rows[0]["persona"]),
            "sex": 0,
            "province": "",
            "city": "",
            "country": "",
            "headimgurl": "",
            "privilege": [],
        }


def openid_of(persona: str) -> str:
    """Under which the service account knows a person."""
    return str(_who(OFFICIAL[0], persona)["openid"])


def _who(app: str, persona: str) -> dict[str, object]:
    found: dict[str, object] = {"openid": f"o{_digest(app, persona)}"}
    if persona != "no-union":
        found["unionid"] = f"oU{_digest('union', persona)}"
    return found


def _digest(*words: str) -> str:
    return hashlib.sha256("/".join(words).encode()).hexdigest()[:26]


def _answer(found: dict[str, object], *, charset: str = "utf-8") -> Reply:
    body = json.dumps(found, ensure_ascii=False).encode(charset, "replace")
    return Reply(body=body, kind="text/plain")


def remember_code(store: Store, service: str, app: str, persona: str, place: str) -> str:
    code = secrets.token_hex(16)
    store.run(
        "INSERT INTO social_codes (code, service, app, persona, place, created) VALUES (?, ?, ?, ?, ?, ?)",
        code,
        service,
        app,
        persona,
        place,
        store.now(),
    )
    return code


def new_token(store: Store, service: str, app: str, persona: str, *, scope: str = "") -> str:
    token = (scope or "simtoken") + secrets.token_hex(16)
    store.run(
        "INSERT INTO social_tokens (token, service, app, persona) VALUES (?, ?, ?, ?)",
        token,
        service,
        app,
        persona,
    )
    return token
