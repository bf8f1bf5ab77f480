"""The community's SDK ``python-alipay-sdk`` does the same, and reads our simulator's notifications.

Reads what it needs as JSON from standard input; prints one JSON line per case.
"""

import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from alipay import AliPay  # type: ignore[import-not-found]

GIVEN = json.load(sys.stdin)


def client(private: str = "private_pem", public: str = "public_pem") -> Any:
    made = AliPay(
        appid=GIVEN["app_id"],
        app_private_key_string=GIVEN[private],
        alipay_public_key_string=GIVEN[public],
        sign_type="RSA2",
    )
    made._gateway = GIVEN["url"]  # the program knows two addresses only, both the vendor's
    return made


def case(name: str, check: Callable[[], bool]) -> None:
    try:
        ok, said = bool(check()), ""
    except Exception as broken:  # whatever the program raises is what is reported
        ok, said = False, f"{type(broken).__name__}: {broken}"[:200]
    print(json.dumps({"case": name, "ok": ok, "said": said}), flush=True)


def reads_notice(body: str) -> bool:
    fields = dict(parse_qsl(body))
    sign = fields.pop("sign")
    return bool(client().verify(fields, sign))


def refuses(way: Callable[[], object]) -> bool:
    try:
        way()
    except Exception as raised:
        return "Validation" in type(raised).__name__
    return False


def main() -> None:
    ours = client()
    ask = ours.server_api
    code = {"grant_type": "authorization_code", "code": GIVEN["code"]}
    token = ask("alipay.system.oauth.token", **code).get("access_token", "")
    agreement = {"out_agreement_no": "conformance-community"}
    level = "zhima.credit.pe.level.query"
    case("token", lambda: token.startswith("simtoken"))
    case(
        "code-once",
        lambda: ask("alipay.system.oauth.token", **code)["sub_code"] == "isv.code-invalid",
    )
    case(
        "agree",
        lambda: ask("zhima.customer.creditinfo.sign", agreement, auth_token=token)["code"] == "10000",
    )
    case("level", lambda: ask(level, auth_token=token)["level_code"] == GIVEN["level"])
    case(
        "two-elements",
        lambda: (
            ask(
                "alipay.user.certdoc.certverify.consult",
                {"cert_no": GIVEN["id_number"], "user_name": "欧阳春"},
            )["passed"]
            == "T"
        ),
    )
    case(
        "wrong-key",
        lambda: client("strange_pem").server_api(level)["sub_code"] == "isv.invalid-signature",
    )
    case("forged-answer", lambda: refuses(lambda: client(public="strange_public_pem").server_api(level)))
    case("notice", lambda: reads_notice(GIVEN["notice"]))
    case("changed-notice", lambda: not reads_notice(GIVEN["notice"].replace("changed", "chanted", 1)))


if __name__ == "__main__":
    main()
