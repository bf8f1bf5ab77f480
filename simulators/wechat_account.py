"""WeChat's Official Account, simulated: tokens, the ticket of the JS-SDK, codes with a scene.

Tokens and tickets end after 7,200 s of the simulators' clock, or when a tester ends them. The signature of
a card is checked with the ticket that was given out last, written from the vendor's page.
"""

import base64
import hashlib
import json
import re
import secrets
import struct
import urllib.request
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urljoin

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from simulators import wechat_messages
from simulators.faults import Faults
from simulators.http import Reply, Request, json_reply
from simulators.store import Store
from simulators.wechat import OFFICIAL, openid_of

CALLS = ("cgi-bin/stable_token", "cgi-bin/ticket/getticket", "cgi-bin/qrcode/create", wechat_messages.CALL)
SDK_PATH = "open/js/jweixin-1.6.0.js"
# The real one opens over the page; this one is a page of its own, because nobody has told it who is there.
POPUP_PATH = "open/subscribe"
_SECONDS = 7200
# Faults in the service's own words.
_SAID = {
    "busy": (-1, "system error"),
    "quota": (45009, "reach max api daily quota limit"),
    "no-permission": (43101, "user refuse to accept the msg"),
}
# As typed into the account's console; the key is 43 letters of base 64.
CALLBACK_TOKEN, CALLBACK_KEY = "simulatortoken", "simulatorsimulatorsimulatorsimulatorsimulas"
CALLBACK_PATH = "/callbacks/wechat-account/"
_ACCOUNT = "gh_simulated0001"
# Just enough of the real one: it remembers on the page what it was told.
_SDK = b"""const sdk = document.currentScript.src;
let told = {};
window.wx = {
  config(words) { told = words; document.documentElement.dataset.wxConfig = JSON.stringify(words); },
  ready(act) { act(); },
  error() {},
  updateAppMessageShareData(card) { document.documentElement.dataset.wxCard = JSON.stringify(card); },
  updateTimelineShareData() {},
};
customElements.define("wx-open-subscribe", class extends HTMLElement {
  connectedCallback() {
    const inside = this.attachShadow({ mode: "open" });
    for (const part of this.querySelectorAll("template")) inside.append(part.content.cloneNode(true));
    inside.addEventListener("click", () => {
      if (!(told.openTagList || []).includes("wx-open-subscribe")) return;
      const { appId: appid, timestamp, nonceStr: nonce, signature } = told;
      const url = window.location.href.split("#")[0];
      const template = this.getAttribute("template");
      const asked = new URLSearchParams({ appid, timestamp, nonce, signature, url, template });
      window.location.href = new URL("../subscribe?" + asked, sdk).href;
    });
  }
});
"""


class WeChatAccountSimulator:
    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults
        self.messages = wechat_messages.WeChatMessages(store)

    def knows(self, path: str) -> bool:
        return path in CALLS or path in (SDK_PATH, POPUP_PATH)

    def handle(self, path: str, request: Request) -> Reply:
        if path == SDK_PATH:
            return Reply(body=_SDK, kind="application/javascript")
        if path == POPUP_PATH:
            return self._popup(dict(parse_qsl(request.query, keep_blank_values=True)))
        operation = path.rpartition("/")[2]
        return self._faults.around("wechat", operation, lambda: self._called(path, operation, request))

    def _called(self, path: str, operation: str, request: Request) -> Reply:
        said = _SAID.get(self._faults.seal_of("wechat", operation))
        if said is not None:
            return _error(*said)
        asked = dict(parse_qsl(request.query))
        try:
            sent = request.json()
        except ValueError:
            return _error(47001, "data format error")
        if path == CALLS[0]:
            return self._token(sent)
        if not self._live("token", asked.get("access_token", "")):
            return _error(40001, "invalid credential, access_token is invalid or not latest")
        if path == CALLS[1]:
            return self._ticket(asked)
        if path == wechat_messages.CALL:
            return _error(*(self.messages.refusal(sent) or (0, "ok")))
        return self._code(sent)

    def _token(self, sent: dict[str, object]) -> Reply:
        if sent.get("grant_type") != "client_credential":
            return _error(40002, "invalid grant_type")
        if sent.get("appid") != OFFICIAL[0]:
            return _error(40013, "invalid appid")
        if sent.get("secret") != OFFICIAL[1]:
            return _error(40125, "invalid appsecret")
        return _answer({"access_token": self._made("token"), "expires_in": _SECONDS})

    def _ticket(self, asked: dict[str, str]) -> Reply:
        if asked.get("type") != "jsapi":
            return _error(40097, "invalid args")
        made = self._made("ticket")
        return _answer({"errcode": 0, "errmsg": "ok", "ticket": made, "expires_in": _SECONDS})

    def _code(self, sent: dict[str, object]) -> Reply:
        info = sent.get("action_info")
        scene = info.get("scene", {}).get("scene_str", "") if isinstance(info, dict) else ""
        seconds = sent.get("expire_seconds")
        if sent.get("action_name") != "QR_STR_SCENE" or not 1 <= len(scene) <= 64:
            return _error(40053, "invalid action info")
        if not isinstance(seconds, int) or not 60 <= seconds <= 2_592_000:
            return _error(40052, "invalid expire_seconds")
        self._made("code", scene)
        ticket = secrets.token_hex(16)
        url = f"http://weixin.qq.com/q/{ticket}"
        return _answer({"ticket": ticket, "expire_seconds": seconds, "url": url})

    def _made(self, kind: str, value: str = "") -> str:
        made = value or f"sim{kind}{secrets.token_hex(24)}"
        self._store.run("INSERT INTO account_tokens VALUES (?, ?, ?)", made, kind, self._store.now())
        return made

    def _live(self, kind: str, value: str) -> bool:
        after = self._store.now() - _SECONDS
        found = "SELECT 1 FROM account_tokens WHERE value = ? AND kind = ? AND created > ?"
        return bool(self._store.run(found, value, kind, after))

    # --- levers -----------------------------------------------------------------------------------

    def calls(self, _request: Request) -> Reply:
        """How many tokens, tickets and codes were given out."""
        rows = self._store.run("SELECT kind, COUNT(*) AS n FROM account_tokens GROUP BY kind")
        return json_reply({row["kind"]: row["n"] for row in rows})

    def end_tokens(self, _request: Request) -> Reply:
        """Every token ends now, as when another program fetched one; tickets stay."""
        self._store.run("UPDATE account_tokens SET created = 0 WHERE kind = 'token'")
        return json_reply({"ended": True})

    def check_card(self, request: Request) -> Reply:
        """``{url, timestamp, nonce, signature}``: whether the real script would take it."""
        return json_reply({"ok": self._is_right(request.json())})

    def _is_right(self, told: Mapping[str, object]) -> bool:
        """Signed with the ticket that was given out last."""
        rows = self._store.run(
            "SELECT value FROM account_tokens WHERE kind = 'ticket' ORDER BY created DESC, rowid DESC LIMIT 1"
        )
        fields = {
            "noncestr": told["nonce"],
            "jsapi_ticket": rows[0]["value"] if rows else "",
            "timestamp": told["timestamp"],
            "url": told["url"],
        }
        text = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        right = hashlib.sha1(text.encode()).hexdigest() == told["signature"]  # noqa: S324 - the vendor's
        return bool(rows) and right

    def tell(self, request: Request) -> Reply:
        """``{url, event, person, key, grants, at, times}``: what WeChat posts; the answers."""
        told = request.json()
        at = int(str(told.get("at") or int(self._store.now())))
        grants = dict(told.get("grants") or {})  # type: ignore[call-overload]
        event, person, key = str(told["event"]), str(told["person"]), str(told.get("key", ""))
        self.messages.permit(person, grants, for_good=event == "subscribe_msg_change_event")
        text = _news(event=event, person=person, key=key, grants=grants, at=at)
        answers = [self._post(str(told["url"]), text) for _ in range(int(str(told.get("times", 1))))]
        return json_reply({"answers": answers})

    # --- what people see --------------------------------------------------------------------------

    def _popup(self, asked: dict[str, str]) -> Reply:
        """Somebody presses the button of a page and allows or not; the page is opened again."""
        names = ("appid", "timestamp", "nonce", "signature", "url", "template")
        told = {name: asked.get(name, "") for name in names}
        if (
            told["appid"] != OFFICIAL[0]
            or told["template"] != wechat_messages.TEMPLATE
            or not self._is_right(told)
        ):
            return Reply(status=400, body=b"invalid signature", kind="text/plain")
        persona, word = asked.get("persona", ""), asked.get("answer", "")
        if not persona or word not in ("accept", "reject"):
            return wechat_messages.popup_page(told)
        person, at, grants = openid_of(persona), int(self._store.now()), {told["template"]: word}
        self.messages.permit(person, grants, for_good=False)
        news = _news(event="subscribe_msg_popup_event", person=person, key="", grants=grants, at=at)
        self._post(urljoin(told["url"], CALLBACK_PATH), news)
        return Reply(status=302, headers={"Location": told["url"]})

    def _post(self, url: str, text: str) -> dict[str, object]:
        sealed, stamp, nonce = _sealed(text), str(int(self._store.now())), secrets.token_hex(5)
        signed = hashlib.sha1("".join(sorted([CALLBACK_TOKEN, stamp, nonce, sealed])).encode()).hexdigest()  # noqa: S324
        query = urlencode({"timestamp": stamp, "nonce": nonce, "msg_signature": signed})
        body = f"<xml><ToUserName>{_ACCOUNT}</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()
        asked = urllib.request.Request(f"{url}?{query}", data=body)  # noqa: S310 - the tester's own address
        try:
            with urllib.request.urlopen(asked, timeout=5) as response:  # noqa: S310
                return {"status": response.status, "words": _read(response.read().decode())}
        except OSError as broken:
            return {"status": getattr(broken, "code", 0), "words": ""}


def _news(*, event: str, person: str, key: str, grants: Mapping[str, str], at: int) -> str:
    said = "".join(
        f"<List><TemplateId>{template}</TemplateId>"
        f"<SubscribeStatusString>{word}</SubscribeStatusString></List>"
        for template, word in grants.items()
    )
    return (
        f"<xml><ToUserName>{_ACCOUNT}</ToUserName><FromUserName>{person}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>event</MsgType><Event>{event}</Event>"
        f"<EventKey>{key}</EventKey><Popup>{said}</Popup></xml>"
    )


def _sealed(text: str) -> str:
    raw = (
        secrets.token_bytes(16) + struct.pack(">I", len(text.encode())) + text.encode() + OFFICIAL[0].encode()
    )
    padded = raw + bytes([32 - len(raw) % 32]) * (32 - len(raw) % 32)
    return base64.b64encode(_cipher().encryptor().update(padded)).decode()


def _read(answer: str) -> str:
    """What the person reads, '' for a bare "success"."""
    found = re.search(r"<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>", answer)
    if found is None:
        return ""
    raw = _cipher().decryptor().update(base64.b64decode(found.group(1)))
    (length,) = struct.unpack(">I", raw[16:20])
    words = re.search(r"<Content><!\[CDATA\[(.*?)\]\]>", raw[20 : 20 + length].decode())
    return words.group(1) if words else ""


def _cipher() -> "Cipher[modes.CBC]":
    key = base64.b64decode(CALLBACK_KEY + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def _error(code: int, words: str) -> Reply:
    return _answer({"errcode": code, "errmsg": words})


def _answer(found: dict[str, object]) -> Reply:
    return Reply(body=json.dumps(found, ensure_ascii=False).encode(), kind="text/plain")
