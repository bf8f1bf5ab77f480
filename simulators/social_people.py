"""Who may stand at the simulated WeChat and Weibo: a few invented people, or whoever a tester names."""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from simulators.http import Reply
from simulators.pages import article, line, page

# Names that break careless decoding on purpose.
PERSONAS: Mapping[str, str] = {
    "lin-xia": "林夏🌿",
    "chen-yu": "陈宇",
    "jose": "José Bea",
    "no-union": "没有 unionid",
}
_NAME = re.compile(r"[a-z0-9-]{1,40}")


def is_persona(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name != "deny"


def nickname(persona: str) -> str:
    return PERSONAS.get(persona, persona)


def permission_page(service: str, asked: Mapping[str, str], names: tuple[str, ...]) -> Reply:
    """Plain links: a person picks who they are and allows, or denies. Anybody else: ``&persona=``."""
    kept = {name: asked.get(name, "") for name in names}
    choices = [_choice(kept, name, f"allow as {shown} · 以“{shown}”登录") for name, shown in PERSONAS.items()]
    head = article(line(f"{kept.get('client_id') or kept.get('appid', '')} → {kept['redirect_uri']}"))
    deny = _choice(kept, "deny", "deny · 拒绝")
    return page(service, f"A simulated {service}.", f"模拟的{service}。", [head, *choices, deny])


def _choice(kept: Mapping[str, str], persona: str, words: str) -> str:
    query = escape(urlencode({**kept, "persona": persona}))
    return f'<article><p><a id="{persona}" href="?{query}">{escape(words)}</a></p></article>'
