"""Subscription messages of the simulated account: who permitted how many, and what was sent.

The counts are the simulator's own: whoever sends more than was permitted is refused as by the real one.
Written from the vendor's pages and not from our client.
"""

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from simulators.http import Reply, Request, json_reply
from simulators.pages import article, line, page
from simulators.social_people import PERSONAS
from simulators.store import Store

CALL = "cgi-bin/message/subscribe/bizsend"
# Chosen in the account's console: the fields of the template, and how many characters each may have.
TEMPLATE = "simulated-news-template"
_FIELDS = {"thing1": 20, "thing2": 20, "time3": 32}


def popup_page(told: Mapping[str, str]) -> Reply:
    """Plain links: a person picks who they are and what they answer. Anybody else: ``&persona=``."""
    choices = [
        _choice(told, name, answer, f"{english} as {shown} · 以“{shown}”{chinese}")
        for name, shown in PERSONAS.items()
        for answer, english, chinese in (("accept", "allow", "允许"), ("reject", "cancel", "取消"))
    ]
    head = article(line(f"{told['template']} → {told['url']}"))
    return page(
        "WeChat 微信",
        "A simulated WeChat asks: one message?",
        "模拟的微信询问：允许一条消息？",
        [head, *choices],
    )


def _choice(told: Mapping[str, str], persona: str, answer: str, words: str) -> str:
    query = escape(urlencode({**told, "persona": persona, "answer": answer}))
    return f'<article><p><a id="{persona}-{answer}" href="?{query}">{escape(words)}</a></p></article>'


class WeChatMessages:
    def __init__(self, store: Store) -> None:
        self._store = store

    def permit(self, person: str, told: dict[str, str], *, for_good: bool) -> None:
        """What somebody said about each template; ``for_good``: in the account's settings."""
        for template, word in told.items():
            if word == "accept":
                self._store.run(
                    "INSERT INTO account_permissions VALUES (?, ?, 1)"
                    " ON CONFLICT (person, template) DO UPDATE SET permitted = permitted + 1",
                    person,
                    template,
                )
            elif for_good:
                self._store.run(
                    "DELETE FROM account_permissions WHERE person = ? AND template = ?", person, template
                )

    def refusal(self, sent: dict[str, object]) -> tuple[int, str] | None:
        """What is wrong with a message; None: it is good, and the permission is used."""
        person, template = str(sent.get("touser", "")), str(sent.get("template_id", ""))
        if not person.startswith("o"):
            return 40003, "invalid openid"
        if template != TEMPLATE:
            return 40037, "invalid template_id"
        if not str(sent.get("page", "")).startswith("http"):
            return 41030, "invalid page"
        data = sent.get("data")
        if not isinstance(data, dict) or set(data) != set(_FIELDS):
            return 47003, "argument invalid! data"
        for name, most in _FIELDS.items():
            value = data[name].get("value") if isinstance(data[name], dict) else None
            if not isinstance(value, str) or not 1 <= len(value) <= most:
                return 47003, f"argument invalid! data.{name}.value invalid"
        left = self._store.run(
            "UPDATE account_permissions SET permitted = permitted - 1"
            " WHERE person = ? AND template = ? AND permitted > 0 RETURNING permitted",
            person,
            template,
        )
        if not left:
            return 43101, "user refuse to accept the msg"
        self._store.run(
            "INSERT INTO account_messages (person, template, page, data) VALUES (?, ?, ?, ?)",
            person,
            template,
            str(sent["page"]),
            json.dumps(data),
        )
        return None

    # --- levers -----------------------------------------------------------------------------------

    def listing(self, _request: Request) -> Reply:
        rows = self._store.run("SELECT * FROM account_messages ORDER BY id")
        return json_reply({"messages": [{**dict(row), "data": json.loads(row["data"])} for row in rows]})
