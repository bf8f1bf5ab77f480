"""A message gateway, simulated, and the phones on which its messages arrive."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row

from simulators.http import Reply, Request, json_reply
from simulators.pages import article, line, page
from simulators.store import Store

_TIMESTAMP_TOLERANCE_SECONDS = 300.0
# A vendor keeps the approved texts; ours live here. Unknown templates show their parameters.
_TEXTS = {
    "verification-code": (
        "Your code is {code}. It is valid for {minutes} minutes. Tell it to nobody.",
        "您的验证码是 {code}，{minutes} 分钟内有效。请勿告诉任何人。",
    ),
}


class SmsSimulator:
    def __init__(self, store: Store, *, secret: str) -> None:
        self._store = store
        self._secret = secret.encode()

    def send(self, request: Request) -> Reply:
        if not self._is_signed(request):
            return json_reply({"error": "invalid-signature"}, status=401)
        try:
            message = request.json()
            ref, phone = _text(message, "ref"), _text(message, "phone")
            template, params = _text(message, "template"), message["params"]
        except (ValueError, KeyError):
            return json_reply({"error": "bad-request"}, status=400)
        return self._keep(ref, phone, template, json.dumps(params, ensure_ascii=False))

    def _is_signed(self, request: Request) -> bool:
        timestamp = request.headers.get("x-timestamp", "")
        if not timestamp.isdigit() or abs(int(timestamp) - self._store.now()) > _TIMESTAMP_TOLERANCE_SECONDS:
            return False
        expected = hmac.digest(self._secret, f"{timestamp}.".encode() + request.body, hashlib.sha256).hex()
        return hmac.compare_digest(expected, request.headers.get("x-signature", ""))

    def _keep(self, ref: str, phone: str, template: str, params: str) -> Reply:
        [row] = self._store.run(
            "INSERT INTO messages (ref, phone, template, params, created) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (ref) DO UPDATE SET sends = sends + 1 RETURNING id, sends",
            ref,
            phone,
            template,
            params,
            self._store.now(),
        )
        receipt = {"ref": ref, "message_id": f"sim-{row['id']}", "duplicate": row["sends"] > 1}
        return json_reply(receipt, status=202)

    def phone_page(self, number: str) -> Reply:
        """The messages of one phone; without a number: the newest of all phones."""
        found = self._store.run(
            "SELECT * FROM messages WHERE ? IN ('', phone) ORDER BY id DESC LIMIT 50", number
        )
        articles = [_shown(row, is_of_all=not number) for row in found]
        if number:
            return page(number, "Simulated phone.", "模拟手机。", articles)
        return page("Phones", "Simulated phones, all of them.", "所有模拟手机的短信。", articles)

    def listing(self, phone: str = "") -> list[dict[str, object]]:
        """Messages, newest first, of one phone or of all."""
        found = self._store.run(
            "SELECT * FROM messages WHERE ? IN ('', phone) ORDER BY id DESC LIMIT 1000", phone
        )
        return [dict(row) | {"params": json.loads(row["params"])} for row in found]


def _text(message: Mapping[str, object], key: str) -> str:
    value = message[key]
    if not isinstance(value, str) or not value:
        raise ValueError(key)
    return value


def _shown(row: Row, *, is_of_all: bool) -> str:
    template, params = row["template"], json.loads(row["params"])
    words = {key: str(value) for key, value in params.items()}
    english, chinese = _TEXTS.get(template, (f"{template}: {words}", f"{template}：{words}"))
    try:
        english, chinese = english.format(**words), chinese.format(**words)
    except (KeyError, IndexError, ValueError):
        english = chinese = f"{template}: {words}"
    time_text = datetime.fromtimestamp(row["created"]).strftime("%H:%M:%S")
    place = f"{row['phone']} · {time_text}" if is_of_all else time_text
    return article(line(english), line(chinese, language="zh-Hans"), line(place, is_small=True))
