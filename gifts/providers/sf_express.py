"""SF Express through its open platform (丰桥): order, ask for an order, follow a parcel.

Contract: form fields partnerID, requestID, serviceCode, timestamp, msgDigest, msgData over POST to
``https://sfapi.sf-express.com/std/service`` (sandbox ``sfapi-sbox``). ``msgDigest`` is
Base64(MD5(URLEncoder.encode(msgData + timestamp + checkword, UTF-8))). Sources: SF's own Python and Java
demo clients (V2.0) and the published text of EXP_RECE_CREATE_ORDER (2025), which says of ``orderId`` that
using it again returns the first order's waybill; older accounts answer error 8016 instead. Both are read
as success.
"""

import base64
import hashlib
import json
import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote_plus, urlencode
from zoneinfo import ZoneInfo

from common.http.client import as_object
from common.http.errors import CallFailed, Declined, NotDone, OutcomeUnknown
from common.http.provider import Capability, ProviderConfig
from gifts.providers.parcels import Contact, Parcel, RouteStep, TrackingCode, Waybill

CREATE_ORDER = "EXP_RECE_CREATE_ORDER"
SEARCH_ORDER = "EXP_RECE_SEARCH_ORDER_RESP"
SEARCH_ROUTES = "EXP_RECE_SEARCH_ROUTES"

_CHINA = ZoneInfo("Asia/Shanghai")
_WAYBILL = re.compile(r"^[A-Z0-9]{8,20}$")
_LONGEST_ORDER_ID = 64
_REJECTED_BY_GATEWAY = (400, 401, 403, 404, 405, 413, 415, 429)
# The platform checks these before any service sees the request: missing field, expired timestamp, address
# of the caller, permission, digital signature.
_NOT_LET_IN = frozenset({"A1001", "A1002", "A1003", "A1004", "A1006"})
_TOO_MANY_CALLS = "A1005"
_DUPLICATE_ORDER = "8016"
_NO_SUCH_ORDER = frozenset({"8018", "8024"})
_SYSTEM_ERROR = "S0003"
# ``firstStatusCode`` is SF's own summary and wins where it is sent. Of the operation codes only 50 and 80
# stand in SF's public papers; the full table is handed out with an account, so the others follow what
# public integrations agree on, and an unknown code means no more than "on its way".
_FIRST_STATUS = {
    "1": TrackingCode.PICKED_UP,
    "2": TrackingCode.IN_TRANSIT,
    "3": TrackingCode.OUT_FOR_DELIVERY,
    "4": TrackingCode.DELIVERED,
}
_OPERATIONS = {
    "50": TrackingCode.PICKED_UP,
    "44": TrackingCode.OUT_FOR_DELIVERY,
    "204": TrackingCode.OUT_FOR_DELIVERY,
    "80": TrackingCode.DELIVERED,
    "8000": TrackingCode.DELIVERED,
    "33": TrackingCode.PROBLEM,
    "70": TrackingCode.PROBLEM,
    "99": TrackingCode.RETURNED,
    "631": TrackingCode.RETURNED,
    "648": TrackingCode.RETURNED,
}
_REFUSED_BY_RECEIVER = "拒收"

Json = Mapping[str, object]


class _SfError(Exception):
    """A business answer that is not success; carries SF's code."""


def java_urlencode(text: str) -> str:
    """What ``java.net.URLEncoder.encode(text, "UTF-8")`` returns: space is +, * stays, ~ does not."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def digest(message: str, timestamp: str, checkword: str) -> str:
    encoded = java_urlencode(message + timestamp + checkword).encode("ascii")
    return base64.b64encode(hashlib.md5(encoded, usedforsecurity=False).digest()).decode("ascii")


class SfExpress:
    slug = "sf"
    capability = Capability.KEY
    automatic = True

    def __init__(self, config: ProviderConfig, *, clock: Callable[[], float] = time.time) -> None:
        self._config = config
        self._clock = clock

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def create_order(self, ref: str, parcel: Parcel) -> Waybill:
        if not 0 < len(ref) <= _LONGEST_ORDER_ID:
            raise Declined("order-id", "must have 1 to 64 characters")
        try:
            return self._waybill(ref, self._call(CREATE_ORDER, self._order(ref, parcel)))
        except _SfError as error:
            if str(error) != _DUPLICATE_ORDER:
                raise _as_failure(error) from None
        existing = self.query_order(ref)
        if existing is None:
            raise OutcomeUnknown(_DUPLICATE_ORDER, "ordered before, but not found")
        return existing

    def query_order(self, ref: str) -> Waybill | None:
        message = {"searchType": "1", "orderId": ref, "language": "zh-CN"}
        try:
            return self._waybill(ref, self._call(SEARCH_ORDER, message))
        except _SfError as error:
            if str(error) in _NO_SUCH_ORDER:
                return None
            raise OutcomeUnknown(str(error), "the carrier can't say") from None
        except CallFailed as failed:  # also NotDone: that only says that nobody was asked
            raise OutcomeUnknown(failed.reason, "the carrier could not be asked") from None

    def routes(self, waybill: Waybill) -> Sequence[RouteStep]:
        """Asks by our own reference, so that no digits of the receiver's phone are needed."""
        message = {
            "language": "zh-CN",
            "trackingType": "2",
            "trackingNumber": [waybill.provider_ref],
            "methodType": "1",
        }
        try:
            found = self._call(SEARCH_ROUTES, message)
        except _SfError as error:
            raise _as_failure(error) from None
        steps = [
            _step(raw)
            for response in _list(found.get("routeResps"))
            if str(response.get("mailNo", "")) == waybill.number
            for raw in _list(response.get("routes"))
        ]
        if steps and steps[0].at > steps[-1].at:
            steps.reverse()
        return sorted(steps, key=lambda step: step.at)  # stable: steps of one second keep their order

    def _order(self, ref: str, parcel: Parcel) -> Json:
        order: dict[str, object] = {
            "language": "zh-CN",
            "orderId": ref,
            "cargoDetails": [{"name": cargo.name, "count": cargo.count} for cargo in parcel.contents],
            "contactInfoList": [_contact(1, parcel.sender), _contact(2, parcel.receiver)],
            "expressTypeId": int(self._config.option("express_type", "1")),
            "payMethod": 1,
            "parcelQty": 1,
            "isReturnRoutelabel": 1,
            "isUnifiedWaybillNo": 1,
            "remark": parcel.remark[:100],
        }
        if card := self._config.option("monthly_card"):
            order["monthlyCard"] = card
        return order

    def _call(self, service: str, message: Json) -> Json:
        """Raises: _SfError, Declined, NotDone, OutcomeUnknown."""
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        timestamp = str(int(self._clock() * 1000))
        form = {
            "partnerID": self._config.option("partner"),
            "requestID": str(uuid.uuid4()),
            "serviceCode": service,
            "timestamp": timestamp,
            "msgDigest": digest(text, timestamp, self._config.secret),
            "msgData": text,
        }
        answer = self._config.client().call(
            "POST",
            self._config.base_url,
            body=urlencode(form).encode("ascii"),
            headers={"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"},
            declined=_REJECTED_BY_GATEWAY,
        )
        return _opened(answer.json())

    def _waybill(self, ref: str, found: Json) -> Waybill:
        if found.get("orderId") != ref:
            raise OutcomeUnknown("garbage", "an answer about another order")
        if str(found.get("filterResult")) == "3":
            raise Declined("not-served", "the carrier does not serve this address")
        numbers = [
            str(entry.get("waybillNo", ""))
            for entry in _list(found.get("waybillNoInfoList"))
            if str(entry.get("waybillType")) == "1"
        ]
        if len(numbers) != 1 or not _WAYBILL.match(numbers[0]):
            raise OutcomeUnknown("garbage", "no waybill number")
        return Waybill(number=numbers[0], provider_ref=ref, carrier=self.slug, simulated=self.simulated)


def _as_failure(error: _SfError) -> CallFailed:
    if str(error) == _SYSTEM_ERROR:
        return OutcomeUnknown(str(error), "an error inside the carrier's system")
    return Declined(f"sf-{error}")


def _contact(kind: int, contact: Contact) -> Json:
    return {
        "contactType": kind,
        "contact": contact.name,
        "mobile": contact.phone,
        "country": contact.country,
        "province": contact.province,
        "city": contact.city,
        "county": contact.district,
        "address": contact.street,
        "postCode": contact.postcode,
        "company": contact.company,
    }


def _opened(envelope: object) -> Json:
    """The message inside both envelopes. ``apiResultData`` is a JSON text or, at some accounts, an object."""
    outer = as_object(envelope)
    code = outer.get("apiResultCode")
    if code in _NOT_LET_IN:
        raise Declined(f"sf-{code}")
    if code == _TOO_MANY_CALLS:
        raise NotDone(f"sf-{code}", "too many calls for now")
    if code != "A1000":
        raise OutcomeUnknown("garbage" if not isinstance(code, str) else f"sf-{code[:10]}")
    inner = as_object(_unwrapped(outer.get("apiResultData")))
    if str(inner.get("success")).lower() == "true" and inner.get("errorCode") == "S0000":
        return as_object(_unwrapped(inner.get("msgData")))
    error = inner.get("errorCode")
    if not isinstance(error, str) or not re.fullmatch(r"[A-Z0-9]{1,10}", error) or error == "S0000":
        raise OutcomeUnknown("garbage", "neither success nor an error code")
    raise _SfError(error)


def _unwrapped(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise OutcomeUnknown("garbage", "not JSON") from None


def _list(value: object) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise OutcomeUnknown("garbage", "not a list")
    return [as_object(entry) for entry in value]


def _step(raw: Json) -> RouteStep:
    text = str(raw.get("remark", ""))[:500]
    code = _FIRST_STATUS.get(str(raw.get("firstStatusCode", "")))
    code = code or _OPERATIONS.get(str(raw.get("opCode", "")), TrackingCode.IN_TRANSIT)
    if code is TrackingCode.PROBLEM and _REFUSED_BY_RECEIVER in text:
        code = TrackingCode.REFUSED
    try:
        at = datetime.strptime(str(raw.get("acceptTime")), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_CHINA)
    except ValueError:
        raise OutcomeUnknown("garbage", "a step without a time") from None
    return RouteStep(code=code, at=at, place=str(raw.get("acceptAddress", ""))[:200], text=text)
