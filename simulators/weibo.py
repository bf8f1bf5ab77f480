"""Weibo, simulated: permission page, token and profile. Errors are JSON with status 400 or 403.

Unlike WeChat it wants the same ``redirect_uri`` again when the code is exchanged.
"""

import hashlib
import json
from urllib.parse import parse_qsl, urlencode

from simulators.faults import Faults
from simulators.http import Reply, Request
from simulators.social_people import is_persona, nickname, permission_page
from simulators.store import Store
from simulators.wechat import new_token, remember_code

APP_KEY, APP_SECRET = "1206405345", "simulator-weibo-secret"
_KEPT = ("client_id", "response_type", "redirect_uri", "state")
_CODE_SECONDS = 300.0


class WeiboSimulator:
    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    def handle(self, path: str, request: Request) -> Reply:
        asked = {**dict(parse_qsl(request.query, keep_blank_values=True)), **request.form}
        if path == "oauth2/authorize":
            return self._permission(asked)
        act = {
            ("POST", "oauth2/access_token"): self._token,
            ("GET", "2/users/show.json"): self._person,
        }.get((request.method, path))
        if act is None:
            return error(10020, "request api not found", status=404)
        operation = path.rpartition("/")[2]
        return self._faults.around("weibo", operation, lambda: self._called(act(asked), operation))

    def _called(self, reply: Reply, operation: str) -> Reply:
        fault = self._faults.seal_of("weibo", operation)
        return (
            error(10009, "too many pending tasks, system is busy", status=503) if fault == "busy" else reply
        )

    def _permission(self, asked: dict[str, str]) -> Reply:
        if asked.get("client_id") != APP_KEY:
            return error(21324, "invalid_client")
        if asked.get("response_type") != "code" or not asked.get("redirect_uri", "").startswith("http"):
            return error(21322, "redirect_uri_mismatch")
        persona = asked.get("persona", "")
        if not persona:
            return permission_page("Weibo 微博", asked, _KEPT)
        back = {"state": asked.get("state", "")}
        if is_persona(persona):
            code = remember_code(self._store, "weibo", APP_KEY, persona, asked["redirect_uri"])
            back["code"] = code
        else:
            back |= {"error": "access_denied", "error_code": "21330"}
        return Reply(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _token(self, asked: dict[str, str]) -> Reply:
        if (asked.get("client_id"), asked.get("client_secret")) != (APP_KEY, APP_SECRET):
            return error(21324, "invalid_client")
        if asked.get("grant_type") != "authorization_code":
            return error(21328, "unsupported_grant_type")
        rows = self._store.run(
            "SELECT * FROM social_codes WHERE code = ? AND service = 'weibo' AND used = 0",
            asked.get("code", ""),
        )
        if not rows or rows[0]["created"] + _CODE_SECONDS < self._store.now():
            return error(21325, "invalid_grant")
        if rows[0]["place"] != asked.get("redirect_uri"):
            return error(21322, "redirect_uri_mismatch")
        self._store.run("UPDATE social_codes SET used = 1 WHERE code = ?", rows[0]["code"])
        persona = rows[0]["persona"]
        token = new_token(self._store, "weibo", APP_KEY, persona)
        return _answer(
            {"access_token": token, "remind_in": "157679999", "expires_in": 157679999, "uid": uid(persona)}
        )

    def _person(self, asked: dict[str, str]) -> Reply:
        rows = self._store.run(
            "SELECT * FROM social_tokens WHERE token = ? AND service = 'weibo'", asked.get("access_token", "")
        )
        if not rows:
            return error(21332, "invalid_access_token", status=403)
        persona = rows[0]["persona"]
        if asked.get("uid") != uid(persona):
            return error(20003, "User does not exists!")
        name = nickname(persona)
        return _answer({"id": int(uid(persona)), "idstr": uid(persona), "screen_name": name, "name": name})


def uid(persona: str) -> str:
    return str(1_000_000_000 + int(hashlib.sha256(persona.encode()).hexdigest()[:8], 16))


def error(code: int, words: str, *, status: int = 400) -> Reply:
    body = {"error": words, "error_code": code, "request": "/simulated"}
    return Reply(status=status, body=json.dumps(body).encode(), kind="application/json;charset=UTF-8")


def _answer(found: dict[str, object]) -> Reply:
    body = json.dumps(found, ensure_ascii=False).encode()
    return Reply(body=body, kind="application/json;charset=UTF-8")
