"""The Alipay open platform, simulated: gateway, consent page and notifications, with real RSA2 both ways.

It checks what the platform documents: signature, application, age of the request, codes that work once.
Written from the vendor's SDK and not from our client, so that the two don't share a mistake.
"""

import base64
import json
import secrets
import time
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from urllib.error import URLError
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from simulators.alipay_people import PERSONAS, consent_page, level_code
from simulators.faults import Faults
from simulators.http import Reply, Request, json_reply
from simulators.keys import Keys
from simulators.store import Store

APP_ID = "2021000000000000"
CHINA = timezone(timedelta(hours=8))
_CODE_SECONDS = 24 * 3600.0
_TOLERANCE_SECONDS = 15 * 60.0
# The platform's own ladder until somebody answers "success".
LADDER_SECONDS = (0, 240, 600, 600, 3600, 7200, 21600, 54000)

Inner = dict[str, object]


class No(Exception):
    """A business answer that is not success."""

    def __init__(self, code: str, sub_code: str) -> None:
        super().__init__(sub_code)
        self.inner: Inner = {"code": code, "msg": "Simulated", "sub_code": sub_code, "sub_msg": "模拟"}


def signature(content: bytes, key: RSAPrivateKey, kind: hashes.HashAlgorithm | None = None) -> str:
    return base64.b64encode(key.sign(content, PKCS1v15(), kind or hashes.SHA256())).decode()


def _content(fields: Mapping[str, str], *, without: tuple[str, ...]) -> bytes:
    kept = {name: value for name, value in fields.items() if value != "" and name not in without}
    return "&".join(f"{name}={kept[name]}" for name in sorted(kept)).encode()


class AlipaySimulator:
    def __init__(self, store: Store, faults: Faults, keys: Keys) -> None:
        self._store = store
        self._faults = faults
        self._keys = keys
        self._stranger = generate_private_key(public_exponent=65537, key_size=2048)
        self._methods: Mapping[str, Callable[[dict[str, str], Mapping[str, object]], Inner]] = {
            "alipay.system.oauth.token": self._token,
            "zhima.customer.creditinfo.sign": self._agree,
            "zhima.customer.creditinfo.unsign": self._leave,
            "zhima.credit.pe.level.query": self._level,
            "zhima.credit.score.get": self._score,
            "alipay.user.certdoc.certverify.consult": self._match,
        }

    # --- the gateway ----------------------------------------------------------------------------

    def fields(self, request: Request) -> dict[str, str]:
        """Public parameters may come in the query and the rest in the body, or all in one of them."""
        return {**dict(parse_qsl(request.query, keep_blank_values=True)), **request.form}

    def gateway(self, request: Request) -> Reply:
        fields = self.fields(request)
        method = fields.get("method", "")
        try:
            inner = self._answered(method, fields)
        except No as no:
            inner = no.inner
        name = method.replace(".", "_") + "_response" if method in self._methods else "error_response"
        fault = self._faults.seal_of("alipay", method)
        return self._sealed(name, inner, fault)

    def _answered(self, method: str, fields: dict[str, str]) -> Inner:
        if fields.get("app_id") != APP_ID:
            raise No("40002", "isv.invalid-app-id")
        if fields.get("sign_type") != "RSA2":
            raise No("40002", "isv.invalid-signature-type")
        try:
            self._keys.application.private.public_key().verify(
                base64.b64decode(fields.get("sign", "")),
                _content(fields, without=("sign",)),
                PKCS1v15(),
                hashes.SHA256(),
            )
        except (InvalidSignature, ValueError):
            raise No("40002", "isv.invalid-signature") from None
        self._check_age(fields.get("timestamp", ""))
        if method not in self._methods:
            raise No("40002", "isv.invalid-method")
        try:
            business = json.loads(fields.get("biz_content") or "{}")
        except ValueError:
            raise No("40002", "isv.invalid-parameter") from None
        self._store.run("INSERT INTO alipay_calls (method, created) VALUES (?, ?)", method, self._store.now())
        return self._methods[method](fields, business)

    def _check_age(self, text: str) -> None:
        try:
            at = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
        except ValueError:
            raise No("40002", "isv.invalid-timestamp") from None
        if abs(at.timestamp() - time.time()) > _TOLERANCE_SECONDS:
            raise No("40002", "isv.invalid-timestamp")

    def _sealed(self, name: str, inner: Inner, fault: str) -> Reply:
        text = json.dumps(inner, ensure_ascii=False)
        raw = text.encode("gbk" if fault == "gbk" else "utf-8")
        key = self._stranger if fault == "sign-stranger" else self._keys.alipay.private
        kind = {"sign-sha1": hashes.SHA1(), "sign-md5": hashes.MD5()}.get(fault)  # noqa: S303
        sign = b'"sign":"' + signature(raw, key, kind).encode() + b'"'
        body = b'"' + name.encode() + b'":' + raw
        parts = [sign, body] if fault == "reordered" else [body, sign]
        if fault == "unsigned":
            parts = [body]
        if fault == "sign-other":
            parts = [body.replace(b"10000", b"10000 ", 1), sign]
        return Reply(body=b"{" + b",".join(parts) + b"}", headers={"X-Simulated": "true"})

    # --- what it can do -------------------------------------------------------------------------

    def _token(self, fields: dict[str, str], business: Mapping[str, object]) -> Inner:
        rows = self._store.run("SELECT * FROM alipay_codes WHERE code = ?", fields.get("code", ""))
        if not rows or rows[0]["used"]:
            raise No("40002", "isv.code-invalid")
        if rows[0]["created"] + _CODE_SECONDS < self._store.now():
            raise No("40002", "isv.code-is-old")
        token = "simtoken" + secrets.token_hex(16)
        self._store.run("UPDATE alipay_codes SET used = 1 WHERE code = ?", rows[0]["code"])
        self._store.run(
            "INSERT INTO alipay_tokens (token, persona, agreement) VALUES (?, ?, '')",
            token,
            rows[0]["persona"],
        )
        return {
            "access_token": token,
            "expires_in": 1296000,
            "open_id": f"sim-{token[-8:]}",
            "simulated": True,
        }

    def _holder(self, fields: dict[str, str]) -> tuple[str, str]:
        """(token, persona). The token of a permission that is over is worth nothing."""
        rows = self._store.run(
            "SELECT * FROM alipay_tokens WHERE token = ? AND revoked = 0", fields.get("auth_token", "")
        )
        if not rows:
            raise No("20001", "aop.invalid-auth-token")
        if rows[0]["persona"] == "frozen":
            raise No("40004", "isv.account-frozen")
        return rows[0]["token"], rows[0]["persona"]

    def _agree(self, fields: dict[str, str], business: Mapping[str, object]) -> Inner:
        token, _persona = self._holder(fields)
        number = str(business.get("out_agreement_no") or "")
        if not number:
            raise No("40001", "isv.missing-parameter")
        self._store.run("UPDATE alipay_tokens SET agreement = ? WHERE token = ?", number, token)
        return {"code": "10000", "msg": "Success", "simulated": True}

    def _leave(self, fields: dict[str, str], business: Mapping[str, object]) -> Inner:
        number = str(business.get("out_agreement_no") or "")
        rows = self._store.run("SELECT token FROM alipay_tokens WHERE agreement = ?", number)
        if not rows:
            raise No("40004", "isv.agreement-not-exist")
        self._store.run("UPDATE alipay_tokens SET revoked = 1 WHERE agreement = ?", number)
        return {"code": "10000", "msg": "Success", "simulated": True}

    def _level(self, fields: dict[str, str], business: Mapping[str, object]) -> Inner:
        code = level_code(self._scored(fields))
        return {
            "code": "10000",
            "msg": "Success",
            "biz_no": "SIM",
            "level_code": code,
            "level_name": f"模拟 {code}",
            "simulated": True,
        }

    def _score(self, fields: dict[str, str], business: Mapping[str, object]) -> Inner:
        return {
            "code": "10000",
            "msg": "Success",
            "biz_no": "SIM",
            "zm_score": str(self._scored(fields)),
            "simulated": True,
        }

    def _scored(self, fields: dict[str, str]) -> int:
        _token, persona = self._holder(fields)
        score = PERSONAS[persona]
        if score is None:
            raise No("40004", "isv.no-level")
        return score

    def _match(self, fields: dict[str, str], business: Mapping[str, object]) -> Inner:
        """Two or three elements. Invented people only: the last digits of the number decide."""
        number, name = str(business.get("cert_no") or ""), str(business.get("user_name") or "")
        if not number or not name:
            raise No("40001", "isv.missing-parameter")
        if number[14:17] == "404":
            raise No("40004", "isv.person-not-found")
        return {"code": "10000", "msg": "Success", "passed": "F" if number[14:17] == "666" else "T"}

    # --- the person -----------------------------------------------------------------------------

    def consent(self, request: Request) -> Reply:
        """The page on which a person says yes or no. The choice of who that person is stands there, too."""
        asked = self.fields(request)
        if asked.get("app_id") != APP_ID or not asked.get("redirect_uri", "").startswith("http"):
            return json_reply({"error": "unknown application"}, status=400)
        persona = asked.get("persona", "")
        if not persona:
            return consent_page(asked)
        answer = {"state": asked.get("state", ""), "app_id": APP_ID}
        if persona in PERSONAS:
            code = "simcode" + secrets.token_hex(12)
            self._store.run(
                "INSERT INTO alipay_codes (code, persona, created) VALUES (?, ?, ?)",
                code,
                persona,
                self._store.now(),
            )
            answer["auth_code"] = code
        place = f"{asked['redirect_uri']}?{urlencode(answer)}"
        return Reply(status=302, headers={"Location": place})

    # --- levers ---------------------------------------------------------------------------------

    def change(self, request: Request) -> Reply:
        """``{agreement, persona}``: the level is another now. ``{agreement, withdrawn: true}``: over."""
        asked = request.json()
        number = str(asked["agreement"])
        if asked.get("withdrawn"):
            self._store.run("UPDATE alipay_tokens SET revoked = 1 WHERE agreement = ?", number)
            kind = "zhima.customer.creditinfo.unsign"
        else:
            if str(asked["persona"]) not in PERSONAS:
                raise ValueError("unknown persona")
            self._store.run(
                "UPDATE alipay_tokens SET persona = ? WHERE agreement = ?", str(asked["persona"]), number
            )
            kind = "zhima.credit.level.changed"
        notice_id = secrets.token_hex(16)
        self._store.run(
            "INSERT INTO alipay_notices (id, kind, agreement, due) VALUES (?, ?, ?, ?)",
            notice_id,
            kind,
            number,
            self._store.now(),
        )
        return json_reply({"notify_id": notice_id, "body": self.notice(notice_id, kind, number)})

    def notice(self, notice_id: str, kind: str, number: str) -> str:
        """The signed form that is posted to the application."""
        fields = {
            "notify_id": notice_id,
            "notify_type": kind,
            "notify_time": datetime.fromtimestamp(self._store.now(), CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "app_id": APP_ID,
            "charset": "utf-8",
            "version": "1.0",
            "out_agreement_no": number,
            "simulated": "true",
        }
        sign = signature(_content(fields, without=()), self._keys.alipay.private)
        return urlencode({**fields, "sign_type": "RSA2", "sign": sign})

    def deliver(self, request: Request) -> Reply:
        """``{url}``: post every notification that is due by the simulators' clock, as the ladder says."""
        url, told = str(request.json()["url"]), []
        due = "SELECT * FROM alipay_notices WHERE done = 0 AND due <= ? ORDER BY rowid"
        for row in self._store.run(due, self._store.now()):
            answer = _posted(url, self.notice(row["id"], row["kind"], row["agreement"]))
            attempts = row["attempts"] + 1
            over = answer == "success" or attempts >= len(LADDER_SECONDS)
            self._store.run(
                "UPDATE alipay_notices SET attempts = ?, done = ?, due = ? WHERE id = ?",
                attempts,
                int(over),
                self._store.now() + LADDER_SECONDS[min(attempts, len(LADDER_SECONDS) - 1)],
                row["id"],
            )
            told.append({"notify_id": row["id"], "attempts": attempts, "answer": answer})
        return json_reply({"delivered": told})

    def calls(self, request: Request) -> Reply:
        rows = self._store.run("SELECT method, COUNT(*) AS n FROM alipay_calls GROUP BY method")
        live = self._store.run("SELECT COUNT(*) AS n FROM alipay_tokens WHERE revoked = 0")[0]["n"]
        return json_reply({"calls": {row["method"]: row["n"] for row in rows}, "live_tokens": live})


def _posted(url: str, body: str) -> str:
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    request = urllib.request.Request(url, data=body.encode(), headers=kind)  # noqa: S310 - the tester's own address
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            word: str = response.read(200).decode("utf-8", "replace")
            return word
    except (URLError, OSError) as broken:
        return type(broken).__name__
