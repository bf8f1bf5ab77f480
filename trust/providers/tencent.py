"""Whether a name and a resident ID number, or these and a phone, belong together: Tencent Cloud's faceid.

Contract: version 2018-03-01, ``IdCardVerification`` and ``PhoneVerification``; JSON over POST, signed with
TC3-HMAC-SHA256; a business refusal is ``Response.Error`` with status 200. What is asked is personal and is
kept nowhere; only one word comes back.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from common.http.client import as_object
from common.http.errors import Declined, NotDone, OutcomeUnknown
from common.http.provider import ProviderConfig
from trust.providers.protocol import Ability, Answer, Outcome

_VERSION = "2018-03-01"
_SERVICE = "faceid"
_KIND = "application/json; charset=utf-8"
_CODE = re.compile(r"[A-Za-z0-9.-]{1,64}")
# The vendor's results; "not in the register" is no mismatch: new cards, soldiers, people abroad.
_TWO = {
    "0": Outcome.MATCH,
    "-1": Outcome.MISMATCH,
    "-2": Outcome.INVALID_INPUT,
    "-3": Outcome.INVALID_INPUT,
    "-5": Outcome.NOT_FOUND,
    "-7": Outcome.RATE_LIMITED,
}
_THREE = {
    "0": Outcome.MATCH,
    "-4": Outcome.MISMATCH,
    "-6": Outcome.INVALID_INPUT,
    "-7": Outcome.INVALID_INPUT,
    "-8": Outcome.INVALID_INPUT,
    "-9": Outcome.NOT_FOUND,
    "-12": Outcome.RATE_LIMITED,
    "-13": Outcome.UNSUPPORTED,
}
_INPUT_ERRORS = {"InvalidParameter", "InvalidParameterValue", "MissingParameter"}


def signature(*, key: str, service: str, host: str, payload: bytes, at: int) -> str:
    """TC3-HMAC-SHA256 of a POST to ``/`` whose signed headers are content-type and host."""
    day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    hashed = hashlib.sha256(payload).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:{_KIND}\nhost:{host}\n\ncontent-type;host\n{hashed}"
    scope = f"{day}/{service}/tc3_request"
    text = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    secret = f"TC3{key}".encode()
    for part in (day, service, "tc3_request"):
        secret = hmac.digest(secret, part.encode(), "sha256")
    return hmac.digest(secret, text.encode(), "sha256").hex()


class TencentRealName:
    """Never raises: not reached, not understood and out of order are ``UNAVAILABLE``."""

    slug = "tencent"
    abilities = frozenset({Ability.REAL_NAME_2E, Ability.REAL_NAME_3E})

    def __init__(self, config: ProviderConfig, *, clock: Callable[[], float] = time.time) -> None:
        self._config = config
        self._clock = clock

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def match(self, *, name: str, number: str, phone: str = "") -> Answer:
        asked = {"IdCard": number, "Name": name, **({"Phone": phone} if phone else {})}
        try:
            result = self._call("PhoneVerification" if phone else "IdCardVerification", asked)
        except Declined as declined:
            return self._answer(_declined(declined.reason), declined.reason)
        except (NotDone, OutcomeUnknown) as lost:
            return self._answer(Outcome.UNAVAILABLE, lost.reason)
        return self._answer((_THREE if phone else _TWO).get(result, Outcome.UNAVAILABLE), result)

    def _answer(self, outcome: Outcome, code: str) -> Answer:
        return Answer(outcome=outcome, provider_code=code, simulated=self.simulated)

    def _call(self, action: str, asked: Mapping[str, str]) -> str:
        """The vendor's result code. Raises: Declined, NotDone, OutcomeUnknown."""
        payload = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()
        answer = self._config.client().call(
            "POST", self._config.base_url, body=payload, headers=self._headers(action, payload)
        )
        response = as_object(answer.object().get("Response"))
        if "Error" in response:
            code = as_object(response["Error"]).get("Code")
            if not isinstance(code, str) or not _CODE.fullmatch(code):
                raise OutcomeUnknown("garbage", "no code")
            raise Declined(code)
        result = response.get("Result")
        if not isinstance(result, str) or not _CODE.fullmatch(result):
            raise OutcomeUnknown("garbage", "no result")
        return result

    def _headers(self, action: str, payload: bytes) -> dict[str, str]:
        at, host = int(self._clock()), urlsplit(self._config.base_url).netloc
        signed = signature(key=self._config.secret, service=_SERVICE, host=host, payload=payload, at=at)
        day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
        return {
            "Authorization": f"TC3-HMAC-SHA256 Credential={self._config.option('secret_id')}/{day}/{_SERVICE}"
            f"/tc3_request, SignedHeaders=content-type;host, Signature={signed}",
            "Content-Type": _KIND,
            "X-TC-Action": action,
            "X-TC-Timestamp": str(at),
            "X-TC-Version": _VERSION,
        }


def _declined(code: str) -> Outcome:
    """What is wrong with our account or the vendor's house says nothing about the person."""
    if code.startswith("RequestLimitExceeded"):
        return Outcome.RATE_LIMITED
    return Outcome.INVALID_INPUT if code.partition(".")[0] in _INPUT_ERRORS else Outcome.UNAVAILABLE
