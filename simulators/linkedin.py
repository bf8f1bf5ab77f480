"""LinkedIn, simulated: permission page, token, profile and verification report. Errors as documented."""

import json
from html import escape
from urllib.parse import parse_qsl, urlencode

from simulators.faults import Faults
from simulators.http import Reply, Request
from simulators.pages import article, page
from simulators.social_people import is_persona, nickname, permission_page
from simulators.store import Store
from simulators.wechat import new_token, remember_code

CLIENT_ID, CLIENT_SECRET = "simlinkedin000001", "simulator-linkedin-secret"
LOGIN_ID, LOGIN_SECRET = "simlinkedin000002", "simulator-linkedin-login-secret"
# What each application is there for, and the scope without which it is pointless.
_SECRETS = {CLIENT_ID: CLIENT_SECRET, LOGIN_ID: LOGIN_SECRET}
_SCOPES = {CLIENT_ID: "r_verify", LOGIN_ID: "openid"}
# {persona: (name there, what is verified)}; invented.
PERSONAS = {
    "both": ("Ruoxi Ouyang", ["IDENTITY", "WORKPLACE"]),
    "identity": ("欧阳若曦", ["IDENTITY"]),
    "workplace": ("Ruoxi Ouyang", ["WORKPLACE"]),
    "nothing": ("Ruoxi Ouyang", []),
    "somebody-else": ("José Bea", ["IDENTITY", "WORKPLACE"]),
}
_CODE_SECONDS = 1800.0
_KEPT = ("client_id", "response_type", "redirect_uri", "state", "scope")


class LinkedInSimulator:
    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    def handle(self, path: str, request: Request) -> Reply:
        if path == "oauth/v2/authorization":
            return self._permission(dict(parse_qsl(request.query, keep_blank_values=True)))
        act = {
            ("POST", "oauth/v2/accessToken"): self._token,
            ("GET", "v2/userinfo"): self._userinfo,
            ("GET", "rest/verificationReport"): self._report,
        }.get((request.method, path))
        if act is None:
            return _answer({"status": 404, "code": "RESOURCE_NOT_FOUND"}, status=404)
        operation = path.rpartition("/")[2]
        return self._faults.around("linkedin", operation, lambda: self._called(act(request), operation))

    def _called(self, reply: Reply, operation: str) -> Reply:
        if self._faults.seal_of("linkedin", operation) == "busy":
            return _answer({"status": 429, "code": "TOO_MANY_REQUESTS"}, status=429)
        return reply

    def _permission(self, asked: dict[str, str]) -> Reply:
        client, persona = asked.get("client_id", ""), asked.get("persona", "")
        if client not in _SCOPES or asked.get("response_type") != "code":
            return _answer({"error": "invalid_request"}, status=400)
        if _SCOPES[client] not in asked.get("scope", "").split() or not asked.get("redirect_uri"):
            return _answer({"error": "invalid_scope"}, status=400)
        if not persona and client == LOGIN_ID:
            return permission_page("LinkedIn", asked, _KEPT)
        if not persona:
            kept = {name: asked.get(name, "") for name in _KEPT}
            choices = [
                article(
                    f'<p><a id="{one}" href="?{escape(urlencode({**kept, "persona": one}))}">{one}</a></p>'
                )
                for one in (*PERSONAS, "deny")
            ]
            return page("LinkedIn", "A simulated LinkedIn.", "模拟的 LinkedIn。", choices)
        back = {"state": asked.get("state", "")}
        if persona in PERSONAS or (client == LOGIN_ID and is_persona(persona)):
            place = asked["redirect_uri"]
            back["code"] = remember_code(self._store, "linkedin", client, persona, place)
        else:
            back["error"] = "user_cancelled_authorize"
        return Reply(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _token(self, request: Request) -> Reply:
        asked = request.form
        client = asked.get("client_id", "")
        if not client or _SECRETS.get(client) != asked.get("client_secret"):
            return _answer({"error": "invalid_client"}, status=401)
        rows = self._store.run(
            "SELECT * FROM social_codes WHERE code = ? AND app = ? AND service = 'linkedin' AND used = 0",
            asked.get("code", ""),
            client,
        )
        is_good = rows and rows[0]["created"] + _CODE_SECONDS >= self._store.now()
        if not is_good or rows[0]["place"] != asked.get("redirect_uri"):
            return _answer({"error": "invalid_request"}, status=400)
        self._store.run("UPDATE social_codes SET used = 1 WHERE code = ?", rows[0]["code"])
        token = new_token(self._store, "linkedin", client, rows[0]["persona"])
        scope = "openid,profile,r_verify" if client == CLIENT_ID else "openid,profile"
        return _answer({"access_token": token, "expires_in": 5183999, "scope": scope})

    def _holder(self, request: Request) -> str:
        """'' for a token of nobody."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        rows = self._store.run("SELECT * FROM social_tokens WHERE token = ? AND service = 'linkedin'", token)
        return str(rows[0]["persona"]) if rows else ""

    def _userinfo(self, request: Request) -> Reply:
        persona = self._holder(request)
        if not persona:
            return _answer({"status": 401, "code": "INVALID_ACCESS_TOKEN"}, status=401)
        name = PERSONAS[persona][0] if persona in PERSONAS else nickname(persona)
        return _answer({"sub": f"sim-{persona}", "name": name, "simulated": True})

    def _report(self, request: Request) -> Reply:
        persona = self._holder(request)
        if not persona:
            return _answer({"status": 401, "code": "INVALID_ACCESS_TOKEN"}, status=401)
        if len(request.headers.get("linkedin-version", "")) != 6:
            return _answer({"status": 400, "code": "VERSION_MISSING"}, status=400)
        return _answer({"id": f"sim-{persona}", "verifications": PERSONAS[persona][1], "simulated": True})


def _answer(found: dict[str, object], *, status: int = 200) -> Reply:
    return Reply(status=status, body=json.dumps(found, ensure_ascii=False).encode())
