"""Tencent Cloud's faceid, simulated: two and three elements, under its TC3-HMAC-SHA256 signature.

Written from the vendor's description of the signature and not from our client, so that the two don't share
a mistake. Everything is posted to ``/``; the action stands in a header. Invented people only: digits 15 to
17 of the number, and the last four of the phone, decide.
"""

import hashlib
import hmac
import re
import secrets
import time
from datetime import UTC, datetime

from simulators.faults import Faults
from simulators.http import Reply, Request, json_reply

SECRET_ID, SECRET_KEY = "SIM-SECRET-ID", "simulator-tencent-secret"
_VERSION = "2018-03-01"
_TOLERANCE_SECONDS = 300
_CREDENTIAL = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/faceid/tc3_request, ?"
    r"SignedHeaders=([a-z;-]+), ?Signature=([0-9a-f]{64})"
)
_WORDS = {
    "0": "一致",
    "-1": "不一致",
    "-4": "不一致",
    "-5": "库中无此号",
    "-9": "没有记录",
    "-11": "服务繁忙",
}


class _No(Exception):
    """``Response.Error``: nothing was compared."""


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def expected(request: Request, day: str, names: list[str]) -> str:
    """What the signature of this very request has to be."""
    listed = "".join(f"{name}:{request.headers.get(name, '').lower()}\n" for name in names)
    hashed = hashlib.sha256(request.body).hexdigest()
    asked = "\n".join((request.method, "/", request.query, listed, ";".join(names), hashed))
    at = request.headers.get("x-tc-timestamp", "")
    to_sign = "\n".join(
        (
            "TC3-HMAC-SHA256",
            at,
            f"{day}/faceid/tc3_request",
            hashlib.sha256(asked.encode()).hexdigest(),
        )
    )
    key = _keyed(_keyed(_keyed(f"TC3{SECRET_KEY}".encode(), day), "faceid"), "tc3_request")
    return _keyed(key, to_sign).hex()


class TencentSimulator:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._calls: dict[str, int] = {}

    def handle(self, request: Request) -> Reply:
        action = request.headers.get("x-tc-action", "")
        return self._faults.around("tencent", action, lambda: self._answer(action, request))

    def calls(self, request: Request) -> Reply:
        """How often each action was asked. Never whom."""
        return json_reply({"calls": self._calls})

    def _answer(self, action: str, request: Request) -> Reply:
        told: dict[str, object] = {"RequestId": secrets.token_hex(16), "Simulated": True}
        try:
            _check(request)
            if self._faults.seal_of("tencent", action):
                raise _No("RequestLimitExceeded")
            result = self._compared(action, request)
        except _No as no:
            return json_reply({"Response": {**told, "Error": {"Code": str(no), "Message": "模拟"}}})
        return json_reply({"Response": {**told, "Result": result, "Description": _WORDS[result]}})

    def _compared(self, action: str, request: Request) -> str:
        if action not in ("IdCardVerification", "PhoneVerification"):
            raise _No("InvalidAction")
        self._calls[action] = self._calls.get(action, 0) + 1
        try:
            asked = request.json()
        except ValueError:
            raise _No("InvalidParameter") from None
        number, phone = str(asked.get("IdCard") or ""), str(asked.get("Phone") or "")
        with_phone = action == "PhoneVerification"
        if not number or not asked.get("Name") or (with_phone and not phone):
            raise _No("MissingParameter")
        found = {"666": ("-1", "-4"), "404": ("-5", "-9"), "503": ("-4", "-11")}
        two, three = found.get(number[14:17], ("0", "0"))
        if with_phone:
            return "-4" if phone.endswith("0666") else three
        return two


def _check(request: Request) -> None:
    sent = _CREDENTIAL.fullmatch(request.headers.get("authorization", ""))
    if sent is None:
        raise _No("AuthFailure.InvalidAuthorization")
    secret_id, day, listed, signature = sent.groups()
    if secret_id != SECRET_ID:
        raise _No("AuthFailure.SecretIdNotFound")
    names = listed.split(";")
    if not {"content-type", "host"} <= set(names):
        raise _No("AuthFailure.InvalidAuthorization")
    stamp = request.headers.get("x-tc-timestamp", "")
    if not stamp.isdigit() or abs(int(stamp) - time.time()) > _TOLERANCE_SECONDS:
        raise _No("AuthFailure.SignatureExpire")
    if datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d") != day:
        raise _No("AuthFailure.SignatureExpire")
    if not hmac.compare_digest(signature, expected(request, day, names)):
        raise _No("AuthFailure.SignatureFailure")
    if request.headers.get("x-tc-version") != _VERSION:
        raise _No("NoSuchVersion")
