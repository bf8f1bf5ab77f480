"""A message gateway, simulated, and the phones on which its messages arrive."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from html import escape

from simulators.http import Reply, Request, json_reply
from simulators.store import Store

_TIMESTAMP_TOLERANCE_SECONDS = 300.0
# A vendor keeps the approved texts; ours live here. Unknown templates show their parameters.
_TEXTS = {
    "verification-code": (
        "Your code is {code}. It is valid for {minutes} minutes. Tell it to nobody.",
        "您的验证码是 {code}，{minutes} 分钟内有效。请勿告诉任何人。",
    ),
}
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>SIMULATOR · phone {number}</title>
<style>
body {{ font: 1rem/1.5 system-ui, "PingFang SC", "Noto Sans SC", sans-serif; margin: 0; background: #1d1d24;
  color: #f4f4f6; }}
.mark {{ background: repeating-linear-gradient(45deg, #7a4b00 0 14px, #5f3a00 14px 28px); padding: .6rem 1rem;
  font-weight: 700; }}
main {{ max-width: 26rem; margin: 0 auto; padding: 1rem; }}
article {{ background: #2d2d37; border-radius: 1rem; padding: .8rem 1rem; margin: .8rem 0; }}
p {{ margin: .2rem 0; }}
.small {{ color: #b9b9c6; font-size: .85rem; }}
</style></head>
<body>
<p class="mark">SIMULATOR · 模拟器 — no real message was sent · 没有发送真实短信</p>
<main>
<h1>{number}</h1>
<p class="small">Simulated phone. Reload to see new messages.</p>
<p class="small" lang="zh-Hans">模拟手机，刷新可见新短信。</p>
{messages}
</main></body></html>
"""
_MESSAGE = """<article>
<p>{english}</p><p lang="zh-Hans">{chinese}</p><p class="small">{time}</p>
</article>"""
_EMPTY = '<p>No messages yet. <span lang="zh-Hans">还没有短信。</span></p>'


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
        found = self._store.run("SELECT * FROM messages WHERE phone = ? ORDER BY id DESC LIMIT 50", number)
        messages = "\n".join(
            _shown(row["template"], json.loads(row["params"]), row["created"]) for row in found
        )
        page = _PAGE.format(number=escape(number), messages=messages or _EMPTY)
        return Reply(
            body=page.encode(), kind="text/html; charset=utf-8", headers={"Cache-Control": "no-store"}
        )

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


def _shown(template: str, params: Mapping[str, object], created: float) -> str:
    words = {key: str(value) for key, value in params.items()}
    english, chinese = _TEXTS.get(template, (f"{template}: {words}", f"{template}：{words}"))
    try:
        english, chinese = english.format(**words), chinese.format(**words)
    except (KeyError, IndexError, ValueError):
        english = chinese = f"{template}: {words}"
    time_text = datetime.fromtimestamp(created).strftime("%H:%M:%S")
    return _MESSAGE.format(english=escape(english), chinese=escape(chinese), time=time_text)
