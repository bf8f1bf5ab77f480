"""The vendor's SDK ``alipay-sdk-python`` does the credit level's whole way. Runs where only it is installed.

Reads what it needs as JSON from standard input; prints one JSON line per case.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from alipay.aop.api.AlipayClientConfig import AlipayClientConfig  # type: ignore[import-not-found]
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient  # type: ignore[import-not-found]
from alipay.aop.api.request import (  # type: ignore[import-not-found]
    AlipaySystemOauthTokenRequest as tokens,
)
from alipay.aop.api.request import ZhimaCreditPeLevelQueryRequest as levels
from alipay.aop.api.request import ZhimaCreditScoreGetRequest as scores
from alipay.aop.api.request import ZhimaCustomerCreditinfoSignRequest as signs
from alipay.aop.api.request import ZhimaCustomerCreditinfoUnsignRequest as unsigns

GIVEN = json.load(sys.stdin)


def client(**changed: str) -> Any:
    config = AlipayClientConfig()
    config.server_url = GIVEN["url"]
    config.app_id = GIVEN["app_id"]
    config.app_private_key = GIVEN["private"]
    config.alipay_public_key = GIVEN["public"]
    for name, value in changed.items():
        setattr(config, name, value)
    return DefaultAlipayClient(alipay_client_config=config)


def ask(request: Any, *, token: str = "", business: dict[str, str] | None = None, **changed: str) -> Any:
    if business is not None:
        request.biz_content = business
    if token:
        request.udf_params = {"auth_token": token}
    return json.loads(client(**changed).execute(request))


def exchange(code: str) -> Any:
    request = tokens.AlipaySystemOauthTokenRequest()
    request.grant_type, request.code = "authorization_code", code
    return ask(request)


def case(name: str, check: Callable[[], bool]) -> None:
    try:
        ok, said = bool(check()), ""
    except Exception as broken:  # whatever the vendor's program raises is what is reported
        ok, said = False, f"{type(broken).__name__}: {broken}"[:200]
    print(json.dumps({"case": name, "ok": ok, "said": said}), flush=True)


def refused_by_client(way: Callable[[], object]) -> bool:
    try:
        way()
    except Exception as raised:
        return "sign verify failed" in str(raised)
    return False


def main() -> None:
    token = exchange(GIVEN["code"]).get("access_token", "")
    agreement = {"out_agreement_no": "conformance-official"}
    level = levels.ZhimaCreditPeLevelQueryRequest
    case("token", lambda: token.startswith("simtoken"))
    case("code-once", lambda: exchange(GIVEN["code"])["sub_code"] == "isv.code-invalid")
    case("agree", lambda: _sign(token, agreement)["code"] == "10000")
    case("level", lambda: ask(level(), token=token, business={})["level_code"] == GIVEN["level"])
    case("score", lambda: _score(token)["zm_score"] == GIVEN["score"])
    case("wrong-app", lambda: _code(level(), token, app_id="2021999999999999") == "isv.invalid-app-id")
    case(
        "wrong-key",
        lambda: _code(level(), token, app_private_key=GIVEN["strange"]) == "isv.invalid-signature",
    )
    case("sha-1", lambda: _code(level(), token, sign_type="RSA") == "isv.invalid-signature-type")
    case("forged-answer", lambda: refused_by_client(lambda: _with_other_public_key(token)))
    case("leave", lambda: _unsign(token, agreement)["code"] == "10000")
    case("over", lambda: _code(level(), token) == "aop.invalid-auth-token")


def _code(request: Any, token: str, **changed: str) -> str:
    return str(ask(request, token=token, business={}, **changed).get("sub_code"))


def _with_other_public_key(token: str) -> Any:
    request = levels.ZhimaCreditPeLevelQueryRequest()
    return ask(request, token=token, business={}, alipay_public_key=GIVEN["strange_public"])


def _score(token: str) -> Any:
    business = {"transaction_id": "conformance-1", "product_code": "w1010100100000000001"}
    return ask(scores.ZhimaCreditScoreGetRequest(), token=token, business=business)


def _sign(token: str, agreement: dict[str, str]) -> Any:
    return ask(signs.ZhimaCustomerCreditinfoSignRequest(), token=token, business=agreement)


def _unsign(token: str, agreement: dict[str, str]) -> Any:
    return ask(unsigns.ZhimaCustomerCreditinfoUnsignRequest(), token=token, business=agreement)


if __name__ == "__main__":
    main()
