"""Somebody's receiver of our webhooks, simulated: it checks each signature as one would, remembers what
came and how often, and can be told to be down, slow or odd (service ``webhooks`` of the faults).

The check is written from the text of Standard Webhooks (standardwebhooks.com), not from our signer.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from sqlite3 import Row

from simulators.http import Reply, Request, json_reply
from simulators.pages import article, line, page
from simulators.store import Store

PREFIX = "/hooks/"
_TOLERANCE_SECONDS = 300.0
_FORM = """<article><form method="post" action="/hooks/">
<p><label>Receiver · 接收方<br><input name="name" value="crm" required pattern="[a-z0-9-]{1,40}"></label></p>
<p><label>Its secret · 密钥<br><input name="secret" placeholder="whsec_..." required></label></p>
<p><button>Check signatures with it · 用它核对签名</button></p></form></article>"""


class WebhookReceivers:
    def __init__(self, store: Store) -> None:
        self._store = store

    def receive(self, name: str, request: Request) -> Reply:
        """Whoever has told its secret lets nothing else in; before that everything is kept unchecked."""
        secret = self._secret_of(name)
        if secret and not is_genuine(secret, request.headers, request.body, now=self._store.now()):
            return json_reply({"error": "bad signature"}, status=401)
        try:
            told = request.json()
            values = [str(told[key]) for key in ("id", "type", "object")] + [int(str(told["sequence"]))]
        except (ValueError, KeyError, TypeError):
            return json_reply({"error": "no message"}, status=400)
        self._store.run(
            "INSERT INTO hook_messages (receiver, message, kind, object, sequence, body, is_checked, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (receiver, message) DO UPDATE SET times = times + 1",
            name,
            *values,
            json.dumps(told, ensure_ascii=False),
            bool(secret),
            self._store.now(),
        )
        return Reply(status=204)

    def keep_secret(self, request: Request) -> Reply:
        """A lever, ``{"name", "secret"}``. Raises: ValueError."""
        asked = request.json()
        self._keep(str(asked["name"]), str(asked["secret"]))
        return json_reply({"ok": True})

    def asked_on_page(self, request: Request) -> Reply:
        if request.method == "POST":
            try:
                self._keep(request.form["name"].strip(), request.form["secret"].strip())
            except (ValueError, KeyError):
                return json_reply({"error": "a name, and a secret that begins with whsec_"}, status=400)
        return self.shown()

    def shown(self) -> Reply:
        rows = self._store.run("SELECT * FROM hook_messages ORDER BY id DESC LIMIT 50")
        lead = "Receivers of webhooks, at /hooks/<name>."
        return page(
            "Webhooks", lead, "接收 webhook 的地址：/hooks/<名称>。", [_FORM, *(_shown(row) for row in rows)]
        )

    def listing(self, request: Request) -> Reply:
        """What came, in the order of its first arrival. ``times``: how often."""
        rows = self._store.run("SELECT * FROM hook_messages ORDER BY id LIMIT 10000")
        return json_reply({"messages": [dict(row) | {"body": json.loads(row["body"])} for row in rows]})

    def _keep(self, name: str, secret: str) -> None:
        if not name or not secret.startswith("whsec_"):
            raise ValueError("name and secret")
        self._store.run("INSERT OR REPLACE INTO hook_secrets VALUES (?, ?)", name, secret)

    def _secret_of(self, name: str) -> str:
        found = self._store.run("SELECT secret FROM hook_secrets WHERE receiver = ?", name)
        return str(found[0]["secret"]) if found else ""


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Whether one of the signatures is the secret's own, over id, time and body, and the time is fresh."""
    stamp = headers.get("webhook-timestamp", "")
    if (
        not (stamp.isascii() and stamp.isdigit() and len(stamp) < 20)
        or abs(int(stamp) - now) > _TOLERANCE_SECONDS
    ):
        return False
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return False
    content = b".".join([headers.get("webhook-id", "").encode(), stamp.encode(), body])
    wanted = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    given = [one.partition(",") for one in headers.get("webhook-signature", "").split()]
    return any(
        version == "v1" and hmac.compare_digest(value.encode(), wanted.encode())
        for version, _sep, value in given
    )


def _shown(row: Row) -> str:
    checked = "signature checked · 签名已核对" if row["is_checked"] else "not checked · 未核对"
    place = f"{row['receiver']} · {row['object']} · #{row['sequence']} · {row['times']}×"
    return article(
        line(row["kind"]), line(row["body"]), line(checked, is_small=True), line(place, is_small=True)
    )
