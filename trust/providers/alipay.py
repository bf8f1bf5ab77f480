"""The credit level of Zhima over the Alipay open platform, and the platform's gateway.

Contract: the vendor's Python SDK 3.7 (2026-10): public parameters and ``biz_content`` over POST to
``gateway.do``, signed with RSA2; the answer's signature covers the exact bytes of the inner object. Of the
level and agreement calls (``zhima.credit.pe.level.query``, ``zhima.customer.creditinfo.sign/unsign``) names
and fields are the SDK's, their meaning is inferred: no public text exists, and a contract is needed.
"""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.http.provider import ProviderConfig
from trust.credit_rules import CHINA, level_of
from trust.credit_states import Level
from trust.providers import rsa2
from trust.providers.protocol import Ability, Answer, CodeSpent, Event, EventKind, Forged, Outcome

TOKEN = "alipay.system.oauth.token"  # noqa: S105  a method
AGREE = "zhima.customer.creditinfo.sign"
LEAVE = "zhima.customer.creditinfo.unsign"
LEVEL = "zhima.credit.pe.level.query"
SCORE = "zhima.credit.score.get"
# The product of the score call; public since 2015.
_PRODUCT = "w1010100100000000001"
_SUCCESS = "10000"
_UNKNOWN = "20000"
_CODES_SPENT = frozenset({"isv.code-invalid", "isv.code-is-old", "isv.code-used"})
_NOT_EVALUATED = "isv.no-level"
_TOO_MANY = "isv.app-call-limited"
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_KINDS = {
    "zhima.customer.creditinfo.unsign": EventKind.WITHDRAWN,
    "zhima.credit.level.changed": EventKind.LEVEL_CHANGED,
}
# The gateway's own answers with which it says that it did nothing.
_REJECTED_BY_GATEWAY = (400, 401, 403, 404, 405, 413, 429)

Fields = Mapping[str, str]


class Gateway:
    """Signs what goes out and believes only what is signed."""

    def __init__(self, config: ProviderConfig, *, clock: Callable[[], float] = time.time) -> None:
        self._config = config
        self._clock = clock

    def call(
        self, method: str, business: Mapping[str, object] | None = None, **top: str
    ) -> Mapping[str, object]:
        """Raises: Declined, NotDone, OutcomeUnknown."""
        fields = {
            "app_id": self._config.option("app_id"),
            "method": method,
            "format": "json",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": datetime.fromtimestamp(self._clock(), CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "1.0",
            **top,
        }
        if business is not None:
            fields["biz_content"] = json.dumps(business, ensure_ascii=False, separators=(",", ":"))
        fields["sign"] = rsa2.sign_bytes(rsa2.content_of(fields), rsa2.private_key(self._config.secret))
        answer = self._config.client().call(
            "POST",
            self._config.base_url,
            body=urlencode(fields).encode("ascii"),
            headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
            declined=_REJECTED_BY_GATEWAY,
        )
        return self._opened(method, answer.body)

    def _opened(self, method: str, body: bytes) -> Mapping[str, object]:
        """The inner object, once its signature is found good. An unsigned no is no answer either."""
        try:
            members = rsa2.spans(body.decode())
        except (ValueError, RecursionError):
            raise OutcomeUnknown("garbage", "not the gateway's JSON") from None
        name = f"{method.replace('.', '_')}_response"
        name = name if name in members else "error_response"
        if name not in members or "sign" not in members:
            raise OutcomeUnknown("garbage", "not an answer to this call")
        inner, text = members[name]
        if not isinstance(inner, dict) or not self.is_theirs(text.encode(), str(members["sign"][0])):
            raise OutcomeUnknown("signature", "not the gateway's")
        _check(inner, has_code=method != TOKEN or name == "error_response")
        return inner

    def is_theirs(self, content: bytes, signature: str) -> bool:
        return rsa2.is_signed(content, signature, rsa2.public_key(self._config.option("public_key")))


def _check(inner: Mapping[str, object], *, has_code: bool) -> None:
    code, sub_code = inner.get("code"), str(inner.get("sub_code") or "")
    if code == _SUCCESS or (code is None and not has_code):
        return
    if not isinstance(code, str) or not _SAFE.fullmatch(code) or not _SAFE.fullmatch(sub_code or code):
        raise OutcomeUnknown("garbage", "no code")
    if code == _UNKNOWN or sub_code.startswith("isp."):
        raise OutcomeUnknown(sub_code or code, "an error inside the gateway")
    if sub_code == _TOO_MANY:
        raise NotDone(sub_code, "too many calls for now")
    if sub_code in _CODES_SPENT:
        raise CodeSpent(sub_code)
    raise Declined(sub_code or code)


class AlipayCredit:
    slug = "alipay"
    abilities = frozenset({Ability.CREDIT_LEVEL})

    def __init__(self, config: ProviderConfig, *, clock: Callable[[], float] = time.time) -> None:
        self._config = config
        self._gateway = Gateway(config, clock=clock)

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def begin(self, *, ref: str, secret: str) -> str:
        fields = {
            "app_id": self._config.option("app_id"),
            "scope": self._config.option("scope", "auth_zhima"),
            "redirect_uri": self._config.option("redirect_uri"),
            "state": secret,
        }
        return f"{self._config.option('consent_url')}?{urlencode(fields)}"

    def complete(self, code: str, *, ref: str) -> str:
        found = self._gateway.call(TOKEN, grant_type="authorization_code", code=code)
        token = found.get("access_token")
        if not isinstance(token, str) or not 0 < len(token) <= 200:
            raise OutcomeUnknown("garbage", "no token")
        return token

    def query(self, access: str, *, ref: str) -> Answer:
        """Agree under our reference, which is repeatable, and ask."""
        self._gateway.call(AGREE, {"out_agreement_no": ref}, auth_token=access)
        try:
            level = self._score(access, ref) if self._uses_score else self._level(access)
        except Declined as declined:
            if declined.reason != _NOT_EVALUATED:
                raise
            return Answer(outcome=Outcome.NOT_FOUND, provider_code=declined.reason, simulated=self.simulated)
        return Answer(
            outcome=Outcome.MATCH, provider_code=_SUCCESS, simulated=self.simulated, data={"level": level}
        )

    @property
    def _uses_score(self) -> bool:
        return self._config.option("level_source", "level") == "score"

    def _level(self, access: str) -> Level:
        """``level_codes``: the codes of this contract, lowest level first."""
        code = str(self._gateway.call(LEVEL, {}, auth_token=access).get("level_code") or "")
        codes = self._config.option("level_codes", "L1,L2,L3,L4,L5").split(",")
        if code not in codes or len(codes) != len(Level):
            raise OutcomeUnknown("garbage", "an unknown level")
        return tuple(Level)[codes.index(code)]

    def _score(self, access: str, ref: str) -> Level:
        """The number itself goes no further than this function."""
        asked = {"transaction_id": f"{ref}{int(time.time() * 1000)}", "product_code": _PRODUCT}
        score = str(self._gateway.call(SCORE, asked, auth_token=access).get("zm_score") or "")
        level = level_of(int(score)) if re.fullmatch(r"[0-9]{3}", score) else None
        if level is None:
            raise OutcomeUnknown("garbage", "no score")
        return level

    def withdraw(self, access: str, *, ref: str) -> None:
        self._gateway.call(LEAVE, {"out_agreement_no": ref}, auth_token=access)

    def parse_event(self, body: bytes) -> Sequence[Event]:
        try:
            pairs = parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                max_num_fields=50,
                errors="strict",
            )
        except (ValueError, UnicodeError):
            raise Forged("not a form") from None
        fields = dict(pairs)
        if len(fields) != len(pairs) or fields.get("sign_type") != "RSA2":
            raise Forged("not signed as agreed")
        content = rsa2.content_of(fields, without=("sign", "sign_type"))
        if not self._gateway.is_theirs(content, fields.get("sign", "")):
            raise Forged("signature")
        if fields.get("app_id") != self._config.option("app_id"):
            raise Forged("another application's")
        return [_event(fields)]


def _event(fields: Fields) -> Event:
    event_id, ref = fields.get("notify_id", ""), fields.get("out_agreement_no", "")
    if not _SAFE.fullmatch(event_id):
        raise Forged("without an id")
    kind = _KINDS.get(fields.get("notify_type", ""), EventKind.OTHER)
    return Event(event_id=event_id, kind=kind, ref=ref[:64])
