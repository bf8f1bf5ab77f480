"""Signatures against vectors that others made, and webhooks' against a checker written from the text."""

import base64
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.figures import SQLITE, Figure, counted
from bench.golden import (
    KUAIDI100,
    KUAIDI100_CALLBACKS,
    SF_EXPRESS,
    TENCENT,
    TENCENT_SIGNATURE,
    WECHAT_CARD,
    WECHAT_CARD_SIGNATURE,
    WECHAT_ECHO,
    WECHAT_ECHO_ACCOUNT,
    WECHAT_ECHO_TEXT,
)
from bench.trial import Trial
from campaigns.providers.wechat_account import jssdk_signature
from campaigns.providers.wechat_callback import AccountCallback, ForgedCall
from common import rsa
from connect.webhook_rules import headers, signature
from gifts.providers import kuaidi100, sf_express
from gifts.providers.wechat_pay import request_message
from tests.connect.receiver import is_signed_by
from tests.connect.test_webhook_rules import BODY, MESSAGE_ID, SECRET, SIGNED, TIMESTAMP
from trust.providers import tencent

ROUNDS = 500
_TESTS = Path(__file__).resolve().parents[3] / "tests"


@counted("platform.signatures", stacks=[SQLITE])
def count(trial: Trial) -> Figure:
    """``vectors``: golden ones. ``checked``: ours by the checker; ``unnoticed``: changed ones that passed."""
    held = list(_vectors())
    wrong, unnoticed = sum(not right for _vendor, right in held), 0
    for number in range(ROUNDS):
        keys = ["whsec_" + base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2)]
        body = secrets.token_bytes(number)
        sent = headers(keys, message_id=f"m{number}", timestamp=TIMESTAMP + number, body=body)
        wrong += sum(not is_signed_by(key, sent, body) for key in keys)
        unnoticed += is_signed_by(keys[0], sent, body + b"x")
        unnoticed += is_signed_by(keys[0], {**sent, "webhook-timestamp": "1"}, body)
        unnoticed += is_signed_by(SECRET, sent, body)
    unnoticed += _opens({**WECHAT_ECHO, "nonce": "1"})
    numbers = {
        "vendors": len({vendor for vendor, _right in held}),
        "vectors": len(held),
        "checked": 2 * ROUNDS,
        "wrong": wrong,
        "unnoticed": unnoticed,
    }
    return trial.figure(ok=not wrong and not unnoticed, numbers=numbers)


def _vectors() -> Iterator[tuple[str, bool]]:
    """(vendor, whether ours is theirs)."""
    ours = signature(SECRET, message_id=MESSAGE_ID, timestamp=TIMESTAMP, body=BODY)
    yield "standard-webhooks", ours == SIGNED
    for message, timestamp, checkword, expected in SF_EXPRESS:
        yield "sf-express", sf_express.digest(message, timestamp, checkword) == expected
    for param, key, customer, expected in KUAIDI100:
        yield "kuaidi100", kuaidi100.query_sign(param, key, customer) == expected
    for param, salt, expected in KUAIDI100_CALLBACKS:
        yield "kuaidi100", kuaidi100.callback_sign(param, salt) == expected
    pay = _kept("gifts/wechat_pay_vectors.json")
    for one in pay["requests"]:
        made = rsa.sign_bytes(request_message(*one["fields"]), rsa.private_key(pay["private_pem"]))
        yield "wechat-pay", made == one["signature"]
    zhima = _kept("trust/rsa2_vectors.json")
    for one in zhima["signed"]:
        made = rsa.sign_bytes(one["content"].encode(), rsa.private_key(zhima["private_pem"]))
        yield "alipay", made == one["sha256"]
    yield "tencent", tencent.signature(**TENCENT) == TENCENT_SIGNATURE
    yield "wechat-card", jssdk_signature(**WECHAT_CARD) == WECHAT_CARD_SIGNATURE
    yield "wechat-account", _opens(WECHAT_ECHO)


def _opens(asked: Mapping[str, str]) -> bool:
    then = datetime.fromtimestamp(int(WECHAT_ECHO["timestamp"]), UTC)
    try:
        return AccountCallback(**WECHAT_ECHO_ACCOUNT).echo(asked, now=then) == WECHAT_ECHO_TEXT
    except ForgedCall:
        return False


def _kept(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_TESTS / path).read_text())
    return found
