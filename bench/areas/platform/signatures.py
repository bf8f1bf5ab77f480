"""Webhook signatures against the standard's own example, and against a checker written from its text."""

import base64
import secrets

from bench.figures import SQLITE, Figure, counted
from bench.trial import Trial
from connect.webhook_rules import headers, signature
from tests.connect.receiver import is_signed_by
from tests.connect.test_webhook_rules import BODY, MESSAGE_ID, SECRET, SIGNED, TIMESTAMP

ROUNDS = 500


@counted("platform.signatures", stacks=[SQLITE])
def count(trial: Trial) -> Figure:
    """``vectors``: golden ones. ``checked``: ours by the checker; ``unnoticed``: changed ones that passed."""
    golden = signature(SECRET, message_id=MESSAGE_ID, timestamp=TIMESTAMP, body=BODY) == SIGNED
    wrong = unnoticed = 0
    for number in range(ROUNDS):
        keys = ["whsec_" + base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2)]
        body = secrets.token_bytes(number)
        sent = headers(keys, message_id=f"m{number}", timestamp=TIMESTAMP + number, body=body)
        wrong += sum(not is_signed_by(key, sent, body) for key in keys)
        unnoticed += is_signed_by(keys[0], sent, body + b"x")
        unnoticed += is_signed_by(keys[0], {**sent, "webhook-timestamp": "1"}, body)
        unnoticed += is_signed_by(SECRET, sent, body)
    numbers = {"vectors": 1, "checked": 2 * ROUNDS, "wrong": wrong + (not golden), "unnoticed": unnoticed}
    return trial.figure(ok=golden and not wrong and not unnoticed, numbers=numbers)
