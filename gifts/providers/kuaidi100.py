"""kuaidi100: following parcels of any Chinese carrier, by asking and by signed callbacks.

Contract (api.kuaidi100.com and the vendor's own demos, 2025): ``POST /poll/query.do`` with the form fields
customer, sign and param, where sign is MD5(param + key + customer) in capitals over exactly the JSON text
that is sent. ``POST /poll`` with schema and param subscribes; with a salt each callback carries
sign = MD5(param + salt) in capitals. Without a salt anybody could post a callback, so that here there is
none without. Of a phone number only the last four digits are ever sent.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from common.errors import Invalid
from common.http.client import as_object
from common.http.errors import Declined, OutcomeUnknown
from common.http.provider import Capability, ProviderConfig
from gifts.providers.parcels import RouteStep, TrackingCode, Waybill

QUERY, SUBSCRIBE = "/poll/query.do", "/poll"
# The vendor's names of carriers whose parcels it follows for us; there are hundreds more.
COMPANIES = frozenset(
    {
        "ems",
        "jd",
        "jtexpress",
        "shentong",
        "shunfeng",
        "youzhengguonei",
        "yuantong",
        "yunda",
        "zhongtong",
        "debangkuaidi",
    }
)
_SUBSCRIBED, _SUBSCRIBED_BEFORE = "200", "501"
_NOTHING_YET = "400"
_CHINA = ZoneInfo("Asia/Shanghai")
_LONGEST_SALT = 32
# State codes of a parcel and, in their first figures, of a step.
_STATES = {
    "0": TrackingCode.IN_TRANSIT,
    "1": TrackingCode.PICKED_UP,
    "2": TrackingCode.PROBLEM,
    "3": TrackingCode.DELIVERED,
    "4": TrackingCode.RETURNED,
    "5": TrackingCode.OUT_FOR_DELIVERY,
    # On its way back is not back yet.
    "6": TrackingCode.PROBLEM,
    "7": TrackingCode.IN_TRANSIT,
    "8": TrackingCode.IN_TRANSIT,
    "14": TrackingCode.REFUSED,
}
Json = Mapping[str, object]


class BadCallback(Invalid):
    """Signed rightly, and yet not what the contract says."""

    code = "bad-callback"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a callback says: whose parcel, and every step so far, oldest first."""

    company: str
    number: str
    steps: Sequence[RouteStep]


def query_sign(param: str, key: str, customer: str) -> str:
    return _md5(param + key + customer)


def callback_sign(param: str, salt: str) -> str:
    """Raises: ValueError without a salt."""
    if not salt:
        raise ValueError("a callback without a salt can be forged")
    return _md5(param + salt)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


class Kuaidi100:
    slug = "kuaidi100"
    # Asking twice and subscribing twice change nothing.
    capability = Capability.KEY

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def salt_of(self, ref: str) -> str:
        """Each parcel's own, so that a callback of one can't be sent as another's. Needs no table."""
        key = self._config.secret.encode()
        return hmac.new(key, f"callback:{ref}".encode(), hashlib.sha256).hexdigest()[:_LONGEST_SALT]

    def routes(self, waybill: Waybill, *, phone: str = "") -> Sequence[RouteStep]:
        """Every step so far, oldest first; none while nobody has scanned it.

        Raises: NotDone, OutcomeUnknown.
        """
        asked = {"com": waybill.carrier, "num": waybill.number, "resultv2": "4", "order": "asc"}
        if phone:
            asked["phone"] = phone[-4:]
        param = _text(asked)
        customer = self._config.option("customer")
        sign = query_sign(param, self._config.secret, customer)
        found = self._post(QUERY, {"customer": customer, "sign": sign, "param": param})
        if found.get("message") == "ok":
            return _steps(found)
        if str(found.get("returnCode")) == _NOTHING_YET:
            return ()
        raise Declined(f"kuaidi100-{str(found.get('returnCode'))[:10]}")

    def subscribe(self, waybill: Waybill, *, callback_url: str, ref: str) -> None:
        """Have each change told to ``callback_url``. Repeating changes nothing.

        Raises: Declined, NotDone, OutcomeUnknown.
        """
        parameters = {"callbackurl": callback_url, "salt": self.salt_of(ref), "resultv2": "4"}
        param = _text(
            {
                "company": waybill.carrier,
                "number": waybill.number,
                "key": self._config.secret,
                "parameters": parameters,
            }
        )
        found = self._post(SUBSCRIBE, {"schema": "json", "param": param})
        if str(found.get("returnCode")) not in (_SUBSCRIBED, _SUBSCRIBED_BEFORE):
            raise Declined(f"kuaidi100-{str(found.get('returnCode'))[:10]}")

    def is_genuine(self, param: str, sign: str, *, ref: str) -> bool:
        expected = callback_sign(param, self.salt_of(ref))
        return hmac.compare_digest(expected.encode(), sign.encode())

    def _post(self, path: str, form: Mapping[str, str]) -> Json:
        answer = self._config.client().call(
            "POST",
            self._config.base_url.rstrip("/") + path,
            body=urlencode(form).encode("ascii"),
            headers={"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"},
            declined=(400, 401, 403, 404),
        )
        return answer.object()


def read_callback(param: str) -> Told:
    """What stands in a callback whose signature was right. Raises: BadCallback."""
    try:
        result = as_object(as_object(json.loads(param)).get("lastResult"))
        return Told(
            company=str(result.get("com", "")), number=str(result.get("nu", "")), steps=_steps(result)
        )
    except (ValueError, RecursionError, OutcomeUnknown):
        raise BadCallback from None


def tracker() -> Kuaidi100 | None:
    """The service that this installation has configured to follow parcels."""
    config = ProviderConfig.load("tracker")
    return Kuaidi100(config) if config.is_on else None


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _steps(result: Json) -> list[RouteStep]:
    """The parcel's own state says what the newest step is, where that one doesn't say it itself."""
    rows = result.get("data")
    if not isinstance(rows, list):
        raise OutcomeUnknown("garbage", "not a list")
    steps = [(_time(as_object(row)), as_object(row)) for row in rows]
    steps.sort(key=lambda pair: pair[0])  # stable: steps of one second keep their order
    newest = str(result.get("state", ""))
    return [
        RouteStep(
            code=_code(row, newest if number == len(steps) else ""),
            at=at,
            place=str(row.get("areaName") or "")[:200],
            text=str(row.get("context", ""))[:500],
        )
        for number, (at, row) in enumerate(steps, start=1)
    ]


def _code(row: Json, parcel: str) -> TrackingCode:
    """``statusCode`` is a state code with two more figures for details (``301`` is a kind of ``3``)."""
    for told in (str(row.get("statusCode") or ""), parcel):
        for code in (told, told[:2] if len(told) > 3 else told[:1]):
            if code in _STATES:
                return _STATES[code]
    return TrackingCode.IN_TRANSIT


def _time(row: Json) -> datetime:
    try:
        return datetime.strptime(str(row.get("ftime") or row.get("time")), "%Y-%m-%d %H:%M:%S").replace(
            tzinfo=_CHINA
        )
    except ValueError:
        raise OutcomeUnknown("garbage", "a step without a time") from None
