"""WeChat Pay's merchant transfer, simulated: signed both ways, bills that wait for their recipient.

Written from the vendor's pages and not from our client. A bill that nobody confirms within a day fails with
``OVERDUE_CLOSE``. The confirmation page stands for the one inside WeChat.
"""

import base64
import json
import re
import secrets
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from html import escape
from sqlite3 import Row
from urllib.error import URLError
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from simulators.faults import Faults
from simulators.http import Reply, Request, json_reply
from simulators.keys import Keys
from simulators.pages import article, line, page
from simulators.store import Store

MERCHANT, SERIAL, PUBLIC_KEY_ID = "1900000001", "5157F09EFDC096DE15EBE81A47057A72", "PUB_KEY_ID_SIMULATED01"
API_KEY = "simulator-apiv3-key-of-32-bytes!"
APP_ID = "wxsimofficial0001"
PREFIX = "/wechatpay"
_BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
_CHINA = timezone(timedelta(hours=8))
_TOLERANCE_SECONDS = 300.0
_DAY_SECONDS = 24 * 3600.0
_NEVER = float("inf")
_AUTHORIZATION = re.compile(r'(\w+)="([^"]*)"')
_FIELDS = ("appid", "out_bill_no", "transfer_scene_id", "openid", "transfer_amount", "transfer_remark")
# What a tester may set; "confirm" is what the recipient does.
FATES = {"confirm": "TRANSFERING", "pay": "SUCCESS", "fail": "FAIL", "cancel": "CANCELLED"}
# What it answers instead: for now, or for good.
_REFUSALS = {"busy": ("NOT_ENOUGH", "资金不足"), "no-permission": ("NO_AUTH", "无权限")}
_FINAL = ("SUCCESS", "FAIL", "CANCELLED")
Json = Mapping[str, object]


def seal(content: bytes, key: RSAPrivateKey, kind: hashes.HashAlgorithm | None = None) -> str:
    return base64.b64encode(key.sign(content, PKCS1v15(), kind or hashes.SHA256())).decode()


def signed_headers(body: bytes, key: RSAPrivateKey, *, at: float) -> dict[str, str]:
    stamp, nonce = str(int(at)), secrets.token_hex(16)
    content = b"\n".join([stamp.encode(), nonce.encode(), body, b""])
    return {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": PUBLIC_KEY_ID,
        "Wechatpay-Signature": seal(content, key),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }


def notice(
    told: Json, key: RSAPrivateKey, *, at: float, api_key: str = API_KEY
) -> tuple[dict[str, str], bytes]:
    """(headers, body) of what is posted when a bill is over."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(api_key.encode()).encrypt(nonce.encode(), json.dumps(told).encode(), b"mch_payment")
    resource = {
        "original_type": "mch_payment",
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": "mch_payment",
        "nonce": nonce,
    }
    body = json.dumps(
        {
            "id": secrets.token_hex(16),
            "create_time": _text(at),
            "resource_type": "encrypt-resource",
            "event_type": "MCHTRANSFER.BILL.FINISHED",
            "summary": "商家转账单据终态通知",
            "resource": resource,
        },
        ensure_ascii=False,
    ).encode()
    return signed_headers(body, key, at=at), body


class WeChatPaySimulator:
    def __init__(self, store: Store, faults: Faults, keys: Keys, *, step_seconds: float) -> None:
        self._store = store
        self._faults = faults
        self._keys = keys
        self._step_seconds = step_seconds
        self._stranger = generate_private_key(public_exponent=65537, key_size=2048)

    def handle(self, request: Request) -> Reply:
        path = request.path.removeprefix(PREFIX)
        if path == "/confirm":
            return self._confirm(request)
        operation = "create" if request.method == "POST" else "query"
        operation = "cancel" if path.endswith("/cancel") else operation
        return self._faults.around("wechatpay", operation, lambda: self._served(path, request, operation))

    def _served(self, path: str, request: Request, operation: str) -> Reply:
        fault = self._faults.seal_of("wechatpay", operation)
        refusal = _REFUSALS.get(fault)
        reply = _no(403, *refusal) if refusal else self._answer(path, request)
        key = self._stranger if fault == "sign-stranger" else self._keys.wechat_pay.private
        headers = signed_headers(reply.body, key, at=self._store.now())
        if fault == "sign-sha1":
            content = "\n".join([headers["Wechatpay-Timestamp"], headers["Wechatpay-Nonce"], ""]).encode()
            headers["Wechatpay-Signature"] = seal(content + reply.body + b"\n", key, hashes.SHA1())  # noqa: S303
        return Reply(
            status=reply.status,
            body=reply.body,
            kind=reply.kind,
            headers={} if fault == "unsigned" else headers,
        )

    def _answer(self, path: str, request: Request) -> Reply:
        if not self._is_signed(request):
            return _no(401, "SIGN_ERROR", "签名错误")
        if path == _BILLS and request.method == "POST":
            return self._create(request)
        if path.startswith(f"{_BILLS}/out-bill-no/") and path.endswith("/cancel"):
            return self._cancel(path.removesuffix("/cancel").rpartition("/")[2])
        if path.startswith(f"{_BILLS}/out-bill-no/") and request.method == "GET":
            found = self._row(path.rpartition("/")[2])
            return _no(404, "NOT_FOUND", "记录不存在") if found is None else json_reply(told_of(found))
        return _no(404, "RESOURCE_NOT_EXISTS", "无此接口")

    def _is_signed(self, request: Request) -> bool:
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        parts = dict(_AUTHORIZATION.findall(rest))
        stamp = parts.get("timestamp", "")
        if scheme != "WECHATPAY2-SHA256-RSA2048" or not stamp.isdigit():
            return False
        is_known = parts.get("mchid") == MERCHANT and parts.get("serial_no") == SERIAL
        if not is_known or abs(float(stamp) - self._store.now()) > _TOLERANCE_SECONDS:
            return False
        lines = [request.method, request.path, stamp, parts.get("nonce_str", ""), request.body.decode(), ""]
        try:
            signature = base64.b64decode(parts.get("signature", ""))
            public = self._keys.merchant.private.public_key()
            public.verify(signature, "\n".join(lines).encode(), PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True

    def _create(self, request: Request) -> Reply:
        asked = request.json()
        number, amount = str(asked.get("out_bill_no") or ""), asked.get("transfer_amount")
        right = all(asked.get(name) for name in _FIELDS) and re.fullmatch(r"[0-9A-Za-z]{1,32}", number)
        if not right or asked["appid"] != APP_ID or not isinstance(amount, int):
            return _no(400, "PARAM_ERROR", "参数错误")
        if not 10 <= amount < 200_000:
            return _no(400, "PARAM_ERROR", "转账金额不在范围内")
        self._store.run(
            "INSERT INTO transfer_sightings VALUES (?, 1)"
            " ON CONFLICT (number) DO UPDATE SET creates = creates + 1",
            number,
        )
        known = self._row(number)
        forgets = self._store.option("forgets_orders", 0.0) != 0.0
        if known is not None and not forgets:
            if (known["openid"], known["amount"]) != (asked["openid"], amount):
                return _no(400, "ALREADY_EXISTS", "单号已存在，且参数不一致")
            return json_reply(_opening(known))
        self._store.run(
            "INSERT INTO transfers (number, bill, openid, amount, remark, package, state, created, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, 'WAIT_USER_CONFIRM', ?, ?)",
            *(number, f"13300{secrets.randbelow(10**20):020d}", str(asked["openid"]), amount),
            *(str(asked["transfer_remark"]), secrets.token_urlsafe(48), self._store.now(), self._store.now()),
        )
        return json_reply(_opening(self._known(number)))

    def _cancel(self, number: str) -> Reply:
        """Being taken back takes a step; what was confirmed, or is over, can't be."""
        found = self._row(number)
        if found is None:
            return _no(404, "NOT_FOUND", "记录不存在")
        if found["state"] == "WAIT_USER_CONFIRM":
            self._set(number, "CANCELING", "")
        elif found["state"] not in ("CANCELING", "CANCELLED"):
            return _no(400, "INVALID_REQUEST", "当前状态不支持撤销")
        told = self._known(number)
        return json_reply(
            {
                "out_bill_no": number,
                "transfer_bill_no": told["bill"],
                "state": told["state"],
                "update_time": _text(told["updated"]),
            }
        )

    def _known(self, number: str) -> Row:
        found = self._row(number)
        assert found is not None  # noqa: S101  just written
        return found

    def _row(self, number: str) -> Row | None:
        """As it is now: what was confirmed is paid a step later, what was not fails after a day."""
        now = self._store.now()
        step = self._store.option("step_seconds", self._step_seconds)
        self._store.run(
            "UPDATE transfers SET state = 'TRANSFERING', updated = ?"
            " WHERE state = 'WAIT_USER_CONFIRM' AND created <= ?",
            *(now, now - self._store.option("confirms_in_seconds", _NEVER)),
        )
        self._store.run(
            "UPDATE transfers SET state = 'CANCELLED', updated = ?"
            " WHERE state = 'CANCELING' AND updated <= ?",
            *(now, now - step),
        )
        self._store.run(
            "UPDATE transfers SET state = 'SUCCESS', updated = ?"
            " WHERE state = 'TRANSFERING' AND updated <= ?",
            *(now, now - step),
        )
        self._store.run(
            "UPDATE transfers SET state = 'FAIL', reason = 'OVERDUE_CLOSE', updated = ?"
            " WHERE state = 'WAIT_USER_CONFIRM' AND created <= ?",
            *(now, now - _DAY_SECONDS),
        )
        rows = self._store.run("SELECT * FROM transfers WHERE number = ? ORDER BY rowid LIMIT 1", number)
        return rows[0] if rows else None

    # --- what a person sees, and a tester does -----------------------------------------------------------

    def _confirm(self, request: Request) -> Reply:
        sent = parse_qs(request.query) | parse_qs(request.body.decode())
        package, back = sent.get("package", [""])[0], sent.get("back", [""])[0]
        rows = self._store.run("SELECT number FROM transfers WHERE package = ?", package)
        found = self._row(rows[0]["number"]) if rows else None
        if found is None:
            return Reply(status=404, body="没有这笔转账".encode(), kind="text/plain; charset=utf-8")
        if request.method == "POST" and found["state"] == "WAIT_USER_CONFIRM":
            self._set(found["number"], "TRANSFERING", "")
            found = self._known(found["number"])
        return _page(found, back)

    def _set(self, number: str, state: str, reason: str) -> None:
        self._store.run(
            "UPDATE transfers SET state = ?, reason = ?, updated = ? WHERE number = ?",
            *(state, reason, self._store.now(), number),
        )

    def change(self, request: Request) -> Reply:
        """``{bill, fate, reason}``: see ``FATES``."""
        asked = request.json()
        self._set(str(asked["bill"]), FATES[str(asked["fate"])], str(asked.get("reason", "")))
        return json_reply({"ok": True})

    def listing(self, request: Request) -> Reply:
        """``doubled`` counts numbers with more than one bill."""
        creates = self._store.run("SELECT SUM(creates) AS n FROM transfer_sightings")[0]["n"]
        bills: dict[str, list[dict[str, object]]] = {}
        for row in self._store.run("SELECT DISTINCT number FROM transfers"):
            self._row(row["number"])
        for row in self._store.run("SELECT * FROM transfers ORDER BY rowid"):
            bills.setdefault(row["number"], []).append(dict(row))
        totals = {
            "bills": len(bills),
            "creates": creates or 0,
            "paid": sum(row["state"] == "SUCCESS" for rows in bills.values() for row in rows),
            "doubled": sum(len(rows) > 1 for rows in bills.values()),
        }
        return json_reply({"totals": totals, "bills": bills})

    def deliver(self, request: Request) -> Reply:
        """``{url}``: post the notice of every bill that is over, once more each time."""
        url, told = str(request.json()["url"]), []
        for row in self._store.run("SELECT DISTINCT number FROM transfers"):
            found = self._known(row["number"])
            if found["state"] in _FINAL:
                told.append({"bill": found["number"], "status": self._post(url, found)})
        return json_reply({"delivered": told})

    def _post(self, url: str, found: Row) -> int:
        headers, body = notice(told_of(found), self._keys.wechat_pay.private, at=self._store.now())
        headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - the tester's own address
        try:
            with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
                return int(response.status)
        except (URLError, OSError) as broken:
            return int(getattr(broken, "code", 0))


def _page(found: Row, back: str) -> Reply:
    yuan = f"¥{found['amount'] // 100}.{found['amount'] % 100:02d}"
    lines = [line(yuan), line(found["remark"]), line(found["state"], is_small=True)]
    if found["state"] == "WAIT_USER_CONFIRM":
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in (("package", found["package"]), ("back", back))
        )
        lines.append(
            f'<form method="post" action="{PREFIX}/confirm">{hidden}'
            "<button id='confirm'>Take it · 确认收款</button></form>"
        )
    elif back.startswith("http"):
        lines.append(f'<p><a id="back" href="{escape(back)}">Back · 返回</a></p>')
    return page("WeChat Pay 微信支付", "A simulated transfer.", "模拟的转账。", [article(*lines)])


def told_of(row: Row) -> dict[str, object]:
    """What the question and the notice say of a bill."""
    told: dict[str, object] = {
        "mch_id": MERCHANT,
        "out_bill_no": row["number"],
        "transfer_bill_no": row["bill"],
        "appid": APP_ID,
        "state": row["state"],
        "transfer_amount": row["amount"],
        "transfer_remark": row["remark"],
        "openid": row["openid"],
        "create_time": _text(row["created"]),
        "update_time": _text(row["updated"]),
    }
    return told | ({"fail_reason": row["reason"]} if row["reason"] else {})


def _opening(row: Row) -> dict[str, object]:
    told = {
        "out_bill_no": row["number"],
        "transfer_bill_no": row["bill"],
        "create_time": _text(row["created"]),
        "state": row["state"],
    }
    return told | ({"package_info": row["package"]} if row["state"] == "WAIT_USER_CONFIRM" else {})


def _text(at: float) -> str:
    return datetime.fromtimestamp(at, _CHINA).isoformat(timespec="seconds")


def _no(status: int, code: str, message: str) -> Reply:
    return json_reply({"code": code, "message": message}, status=status)
