"""SF Express, simulated: the platform's envelope and signature check, and parcels that move by themselves."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

from simulators.http import Reply, Request, json_reply
from simulators.store import Store

_CHINA = timezone(timedelta(hours=8))
_UNESCAPED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*_")
_ENCODED = [
    "+" if byte == 0x20 else chr(byte) if byte in _UNESCAPED else f"%{byte:02X}" for byte in range(256)
]
_FIELDS = ("partnerID", "requestID", "serviceCode", "timestamp", "msgDigest", "msgData")
_TIMESTAMP_TOLERANCE_SECONDS = 300.0
# Seconds are multiples of the step; the last step depends on the parcel's fate.
_WAY = (
    ("50", "1", "顺丰速运 已收取快件"),
    ("31", "2", "快件到达 【广州集散中心】"),
    ("44", "3", "正在派送途中,请您准备签收"),
)
_ENDS = {
    "delivered": ("80", "4", "已签收,感谢使用顺丰,期待再次为您服务"),
    "problem": ("70", "", "派件不成功: 地址不详"),
    "refused": ("33", "", "派件异常: 客户拒收"),
    "returned": ("99", "", "应客户要求,快件正在退回"),
}
FATES = frozenset(_ENDS)
Json = Mapping[str, object]


def url_encode(text: str) -> str:
    """Byte by byte, as Java's URLEncoder is documented; written apart from the adapter's version."""
    return "".join(map(_ENCODED.__getitem__, text.encode()))


def msg_digest(message: str, timestamp: str, checkword: str) -> str:
    encoded = url_encode(message + timestamp + checkword).encode()
    return base64.b64encode(hashlib.md5(encoded, usedforsecurity=False).digest()).decode()


class CarrierSimulator:
    def __init__(self, store: Store, *, partner: str, checkword: str, step_seconds: float) -> None:
        self._store = store
        self._partner = partner
        self._checkword = checkword
        self._step_seconds = step_seconds
        self._numbers = random.Random()

    def operation(self, request: Request) -> str:
        return request.form.get("serviceCode", "")

    def handle(self, request: Request) -> Reply:
        form = request.form
        refusal = self._refusal(form)
        if refusal:
            return _envelope(*refusal)
        try:
            message = json.loads(form["msgData"])
            result = self._services()[form["serviceCode"]](message)
        except KeyError:
            return _envelope("A1004", "无对应服务权限")
        except (ValueError, TypeError, AttributeError):
            result = _failed("S0001", "非法的JSON格式")
        return _envelope("A1000", "", result)

    def _refusal(self, form: Mapping[str, str]) -> tuple[str, str] | None:
        if any(not form.get(field) for field in _FIELDS):
            return "A1001", "必传参数不可为空"
        if form["partnerID"] != self._partner:
            return "A1004", "无对应服务权限"
        try:
            sent = float(form["timestamp"])
        except ValueError:
            return "A1002", "请求时效已过期"
        seconds = sent / 1000 if sent > 1e11 else sent
        if abs(seconds - self._store.now()) > _TIMESTAMP_TOLERANCE_SECONDS:
            return "A1002", "请求时效已过期"
        expected = msg_digest(form["msgData"], form["timestamp"], self._checkword)
        if not hmac.compare_digest(expected, form["msgDigest"]):
            return "A1006", "数字签名无效"
        return None

    def _services(self) -> dict[str, Callable[[Json], Json]]:
        return {
            "EXP_RECE_CREATE_ORDER": self._create,
            "EXP_RECE_SEARCH_ORDER_RESP": self._search,
            "EXP_RECE_SEARCH_ROUTES": self._routes,
        }

    def _create(self, message: Json) -> Json:
        order_id = str(message.get("orderId") or "")
        if not order_id or len(order_id) > 64:
            return _failed("S0002", "必填参数为空")
        contacts = message.get("contactInfoList")
        receiver = _receiver(contacts)
        if receiver is None or not message.get("cargoDetails"):
            return _failed("S0002", "必填参数为空")
        self._store.run(
            "INSERT INTO sightings VALUES (?, 1) ON CONFLICT (order_id) DO UPDATE SET creates = creates + 1",
            order_id,
        )
        if self._store.option("forgets_orders", 0.0) == 0.0:
            known = self._store.run("SELECT waybill FROM parcels WHERE order_id = ?", order_id)
            if known and self._store.option("repeats_answer_8016", 1.0) == 1.0:
                return _failed("8016", "重复下单")
            if known:
                return _order(order_id, known[0]["waybill"])
        return _order(order_id, self._new_parcel(order_id, receiver, message))

    def _new_parcel(self, order_id: str, receiver: Json, message: Json) -> str:
        waybill = f"SF{self._numbers.randrange(10**12, 10**13)}"
        content = json.dumps([receiver, message["cargoDetails"]], sort_keys=True).encode()
        self._store.run(
            "INSERT INTO parcels (waybill, order_id, created, fingerprint, place) VALUES (?, ?, ?, ?, ?)",
            waybill,
            order_id,
            self._store.now(),
            hashlib.sha256(content).hexdigest()[:20],
            str(receiver.get("city", ""))[:50],
        )
        return waybill

    def _search(self, message: Json) -> Json:
        order_id = str(message.get("orderId") or "")
        found = self._store.run("SELECT waybill FROM parcels WHERE order_id = ? ORDER BY created", order_id)
        return _order(order_id, found[0]["waybill"]) if found else _failed("8018", "未获取到订单信息")

    def _routes(self, message: Json) -> Json:
        numbers = message.get("trackingNumber")
        if not isinstance(numbers, list) or not 0 < len(numbers) <= 10:
            return _failed("S0002", "必填参数为空")
        column = "order_id" if str(message.get("trackingType")) == "2" else "waybill"
        responses = []
        for number in numbers:
            statement = f"SELECT * FROM parcels WHERE {column} = ?"  # noqa: S608 - one of two names of ours
            for parcel in self._store.run(statement, str(number)):
                steps = self._steps(parcel["created"], parcel["fate"], parcel["place"])
                responses.append({"mailNo": parcel["waybill"], "routes": steps})
        return {"success": True, "errorCode": "S0000", "errorMsg": None, "msgData": {"routeResps": responses}}

    def _steps(self, created: float, fate: str, place: str) -> list[Json]:
        step_seconds = self._store.option("step_seconds", self._step_seconds)
        now = self._store.now()
        steps: list[Json] = []
        for number, (code, first_status, remark) in enumerate((*_WAY, _ENDS[fate]), start=1):
            at = created + number * step_seconds
            if at > now:
                break
            time_text = datetime.fromtimestamp(at, _CHINA).strftime("%Y-%m-%d %H:%M:%S")
            step = {"acceptTime": time_text, "acceptAddress": place, "remark": remark, "opCode": code}
            steps.append(step | ({"firstStatusCode": first_status} if first_status else {}))
        return steps


def _receiver(contacts: object) -> Json | None:
    if not isinstance(contacts, list):
        return None
    for contact in contacts:
        if contact.get("contactType") == 2 and contact.get("address") and contact.get("mobile"):
            return dict(contact)
    return None


def _order(order_id: str, waybill: str) -> Json:
    waybills = [{"waybillType": 1, "waybillNo": waybill}]
    data = {"orderId": order_id, "filterResult": 2, "remark": "", "waybillNoInfoList": waybills}
    return {"success": True, "errorCode": "S0000", "errorMsg": None, "msgData": data}


def _failed(code: str, message: str) -> Json:
    return {"success": False, "errorCode": code, "errorMsg": message, "msgData": None}


def _envelope(code: str, message: str, result: Json | None = None) -> Reply:
    text = json.dumps(result, ensure_ascii=False) if result is not None else None
    return json_reply(
        {"apiErrorMsg": message, "apiResponseID": "0" * 32, "apiResultCode": code, "apiResultData": text}
    )
