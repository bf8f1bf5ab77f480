"""Who may stand at the simulated consent page: everybody at the edge of a band, and the difficult cases."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from simulators.http import Reply
from simulators.pages import article, line, page

# Score by name; None: cannot be evaluated. ``frozen`` has an account that answers nothing.
PERSONAS: Mapping[str, int | None] = {
    **{f"score-{score}": score for score in (350, 549, 550, 599, 600, 649, 650, 699, 700, 950)},
    "no-level": None,
    "frozen": 650,
}
_WORDS = {"no-level": "cannot be evaluated · 无法评估", "frozen": "account frozen · 账户冻结"}


def level_code(score: int) -> str:
    return f"L{1 + sum(score >= least for least in (550, 600, 650, 700))}"


def consent_page(asked: Mapping[str, str]) -> Reply:
    """Plain links: a person picks who they are and allows, or denies."""
    kept = {name: asked.get(name, "") for name in ("app_id", "redirect_uri", "state", "scope")}
    choices = [
        _choice(kept, name, _WORDS.get(name, f"allow as a person with {score} · 以 {score} 分用户身份同意"))
        for name, score in PERSONAS.items()
    ]
    scope = line(f"{asked.get('app_id', '')} asks for: {asked.get('scope', '')}")
    deny = _choice(kept, "deny", "deny · 拒绝")
    return page("Consent", "A simulated consent page.", "模拟的授权页面。", [article(scope), deny, *choices])


def _choice(kept: Mapping[str, str], persona: str, words: str) -> str:
    query = escape(urlencode({**kept, "persona": persona}))
    return f'<article><p><a id="{persona}" href="?{query}">{escape(words)}</a></p></article>'
