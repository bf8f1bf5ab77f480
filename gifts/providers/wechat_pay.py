"""WeChat Pay's merchant transfer (商家转账): the bill waits until its recipient confirms inside WeChat.

Contract (pay.weixin.qq.com, APIv3, read 2026-11): ``POST /v3/fund-app/mch-transfer/transfer-bills`` makes a
bill under our ``out_bill_no`` and answers ``package_info``, which opens the confirmation; the same number and
fields again return the same bill. ``GET …/out-bill-no/{out_bill_no}`` tells its state, without the package;
``POST …/cancel`` below it takes back what nobody has confirmed, at once or a moment later (``CANCELING``).
Requests carry ``WECHATPAY2-SHA256-RSA2048`` over method, path, time, nonce and body; answers and notices are
signed over time, nonce and body, and a notice's resource is sealed with AES-256-GCM under the APIv3 key.
From 2,000 yuan on a legal name would have to be sent: so much is never paid here.
"""

import base64
import binascii
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common.http.client import Answer, as_object
from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.http.provider import Capability, ProviderConfig
from common.rsa import is_signed, private_key, public_key, sign_bytes
from gifts.providers.transfers import Bill, BillState, Confirmation, ForgedNotice, TransferOrder

BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
SCHEME = "WECHATPAY2-SHA256-RSA2048"
# The vendor's own limit for the age of what it signs.
FRESH_SECONDS = 300
_LONGEST_NOTICE = 64 * 1024
_LONGEST_REMARK = 32
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PACKAGE = re.compile(r"[\x21-\x7e]{1,1000}")
# Statuses that come with a code and mean that nothing was done.
_REFUSALS = (400, 401, 403, 404, 429)
_NOT_FOUND = "NOT_FOUND"
# They may heal: the account is filled up, the calls get fewer.
_PASSING = frozenset({"NOT_ENOUGH", "FREQUENCY_LIMIT_EXCEED", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED"})
# There is a bill under this number: ask what became of it.
_THERE_IS_ONE = frozenset({"ALREADY_EXISTS", "RESOURCE_ALREADY_EXISTS"})
_STATES = {
    "ACCEPTED": BillState.PROCESSING,
    "PROCESSING": BillState.PROCESSING,
    "WAIT_USER_CONFIRM": BillState.AWAITING_USER_CONFIRM,
    # The vendor's spelling.
    "TRANSFERING": BillState.TRANSFERRING,
    "SUCCESS": BillState.PAID,
    "FAIL": BillState.FAILED,
    # Being taken back is not taken back yet.
    "CANCELING": BillState.PROCESSING,
    "CANCELLED": BillState.CANCELLED,
}
Json = Mapping[str, object]


class WeChatPay:
    slug = "wechat-pay"
    # Ask before sending again; and the number would make even a second send the same bill.
    capability = Capability.QUERY

    def __init__(self, config: ProviderConfig, *, clock: Callable[[], float] = time.time) -> None:
        self._config = config
        self._clock = clock

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def create(self, order: TransferOrder) -> Bill:
        found = self._call("POST", BILLS, self._fields(order))
        return _bill(found, order.bill_no)

    def query(self, bill_no: str) -> Bill | None:
        try:
            found = self._call("GET", f"{BILLS}/out-bill-no/{bill_no}")
        except Declined as declined:
            if declined.reason == _NOT_FOUND:
                return None
            raise OutcomeUnknown(declined.reason, "can't be asked") from None
        return _bill(found, bill_no)

    def cancel(self, bill_no: str) -> Bill:
        return _bill(self._call("POST", f"{BILLS}/out-bill-no/{bill_no}/cancel", {}), bill_no)

    def confirmation(self, package: str, *, back_to: str) -> Confirmation:
        page = self._config.option("confirm_url")
        return Confirmation(
            url=f"{page}?{urlencode({'package': package, 'back': back_to})}" if page else "",
            app_id=self._config.option("app_id"),
            merchant=self._config.option("mchid"),
            package=package,
        )

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Bill:
        """What a signed notice says. Raises: ForgedNotice."""
        if len(body) > _LONGEST_NOTICE:
            raise ForgedNotice("too-long")
        if not self._is_theirs(headers, body):
            raise ForgedNotice("signature")
        try:
            notice = as_object(json.loads(body))
            resource = as_object(notice.get("resource"))
            told = as_object(json.loads(self._unsealed(resource)))
            if str(told.get("mch_id")) != self._config.option("mchid"):
                raise ForgedNotice("another-merchant")
            return _bill(told, str(told.get("out_bill_no", "")))
        except (ValueError, RecursionError, InvalidTag, OutcomeUnknown):
            raise ForgedNotice("garbage") from None

    def _fields(self, order: TransferOrder) -> Json:
        return {
            "appid": self._config.option("app_id"),
            "out_bill_no": order.bill_no,
            "transfer_scene_id": self._config.option("scene_id", "1000"),
            "openid": order.payee,
            "transfer_amount": order.amount,
            "transfer_remark": order.reason[:_LONGEST_REMARK],
            "notify_url": self._config.option("notify_url"),
            "transfer_scene_report_infos": [
                {"info_type": "活动名称", "info_content": order.campaign[:_LONGEST_REMARK]},
                {"info_type": "奖励说明", "info_content": order.reason[:_LONGEST_REMARK]},
            ],
        }

    def _call(self, method: str, path: str, fields: Json | None = None) -> Json:
        """Raises: Declined, NotDone, OutcomeUnknown."""
        url = self._config.base_url.rstrip("/") + path
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")) if fields is not None else ""
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": self._authorization(method, urlsplit(url).path, body),
            "Wechatpay-Serial": self._config.option("public_key_id"),
        }
        sent = body.encode() if fields is not None else None
        answer = self._config.client().call(method, url, body=sent, headers=headers, accept=_REFUSALS)
        # An unsigned no is no answer: it may come from any machine on the way.
        if not self._is_theirs(answer.headers, answer.body):
            raise OutcomeUnknown("signature", "not the payer's")
        found = answer.object()
        if answer.status >= 400:
            raise _refusal(answer, str(found.get("code", "")))
        return found

    def _authorization(self, method: str, path: str, body: str) -> str:
        stamp, nonce = str(int(self._clock())), secrets.token_hex(16)
        signed = sign_bytes(
            request_message(method, path, stamp, nonce, body), private_key(self._config.secret)
        )
        parts = {
            "mchid": self._config.option("mchid"),
            "nonce_str": nonce,
            "signature": signed,
            "timestamp": stamp,
            "serial_no": self._config.option("serial"),
        }
        return f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in parts.items())

    def _is_theirs(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Under the key that we know by its id, and fresh: an old one may be somebody's copy."""
        sent = {name.lower(): value for name, value in headers.items()}
        stamp, nonce = sent.get("wechatpay-timestamp", ""), sent.get("wechatpay-nonce", "")
        if not re.fullmatch(r"[0-9]{1,12}", stamp) or abs(self._clock() - int(stamp)) > FRESH_SECONDS:
            return False
        if sent.get("wechatpay-serial") != self._config.option("public_key_id"):
            return False
        content = answer_message(stamp, nonce, body)
        return is_signed(
            content, sent.get("wechatpay-signature", ""), public_key(self._config.option("public_key"))
        )

    def _unsealed(self, resource: Json) -> bytes:
        """Raises: ValueError, InvalidTag."""
        if resource.get("algorithm") != "AEAD_AES_256_GCM":
            raise ValueError("another algorithm")
        return unseal(
            self._config.option("api_key").encode(),
            nonce=str(resource.get("nonce", "")).encode(),
            data=str(resource.get("associated_data") or "").encode(),
            ciphertext=str(resource.get("ciphertext", "")),
        )


def request_message(method: str, path: str, stamp: str, nonce: str, body: str) -> bytes:
    return f"{method}\n{path}\n{stamp}\n{nonce}\n{body}\n".encode()


def answer_message(stamp: str, nonce: str, body: bytes) -> bytes:
    return f"{stamp}\n{nonce}\n".encode() + body + b"\n"


def unseal(key: bytes, *, nonce: bytes, data: bytes, ciphertext: str) -> bytes:
    """Raises: ValueError, InvalidTag."""
    try:
        sealed = base64.b64decode(ciphertext, validate=True)
    except binascii.Error:
        raise ValueError("not base 64") from None
    return AESGCM(key).decrypt(nonce, sealed, data)


def _refusal(answer: Answer, code: str) -> NotDone | OutcomeUnknown:
    if not _SAFE.fullmatch(code):
        return OutcomeUnknown("garbage", "no code")
    if code in _THERE_IS_ONE:
        return OutcomeUnknown(code, "there is a bill under this number")
    if code in _PASSING or answer.status == 429:
        return NotDone(code, "for now")
    return Declined(code)


def _bill(found: Json, bill_no: str) -> Bill:
    state = _STATES.get(str(found.get("state", "")))
    ref, package = str(found.get("transfer_bill_no") or ""), str(found.get("package_info") or "")
    reason, amount = str(found.get("fail_reason") or ""), found.get("transfer_amount")
    is_right = (
        state is not None
        and found.get("out_bill_no") == bill_no
        and _SAFE.fullmatch(bill_no)
        and _SAFE.fullmatch(ref)
        and (not package or _PACKAGE.fullmatch(package))
        and (amount is None or (isinstance(amount, int) and amount > 0))
    )
    if not is_right or state is None:
        raise OutcomeUnknown("garbage", "not a bill of ours")
    return Bill(
        bill_no=bill_no,
        state=state,
        provider_ref=ref,
        package=package,
        reason=reason if _SAFE.fullmatch(reason) else "",
        told_at=_time(found.get("update_time") or found.get("create_time")),
        amount=amount if isinstance(amount, int) else None,
    )


def _time(text: object) -> datetime | None:
    try:
        told = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return told if told.tzinfo is not None else None
