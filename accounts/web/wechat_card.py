"""The card about WeChat on the page of notification settings: what is permitted, and asking for one more.

WeChat asks by a button of its own (``wx-open-subscribe``), which its script draws inside WeChat alone. What
is answered comes to us from WeChat (``subscribe_msg_popup_event``) and never through the browser: a page that
is opened again adds nothing, and whoever stands before it can only permit messages to themselves.
Contract: developers.weixin.qq.com, "开放标签说明文档", "订阅通知" (read 2026-11).
"""

import base64
import hashlib
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import notification_queries as queries
from accounts.providers.wechat import current_reader, is_inside
from accounts.queries import as_member
from accounts.wechat_messages import current_wechat
from common.clock import db_now

# The button stands in a shadow of the page, without its styles; the policy knows these by their hash.
BUTTON_STYLE = (
    ".allow{display:block;width:100%;min-height:2.75rem;border:1px solid var(--pine,#1f5c46);"
    "border-radius:var(--r-pill,999px);background:var(--pine,#1f5c46);color:var(--on-pine,#fbfdf8);"
    "font:inherit;font-weight:600}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(BUTTON_STYLE.encode()).digest()).decode()


def wechat_card(request: HttpRequest) -> dict[str, Any] | None:
    """None while news can't come by WeChat. Three statements inside WeChat, else two."""
    standing = queries.wechat_standing_of(as_member(request.user).pk)
    if standing is None:
        return None
    agent = request.headers.get("User-Agent", "")
    inside = is_inside(agent)
    seal = None
    if inside and standing.left is not None and request.method == "GET":
        seal = current_wechat().seal(f"{settings.SITE_URL}{request.get_full_path()}", now=db_now())
        request.page_seal = seal  # type: ignore[attr-defined]
        # The foot of the page must not say otherwise.
        request.loads_elsewhere = seal is not None  # type: ignore[attr-defined]
    return {
        "left": standing.left,
        "is_linked": standing.is_linked,
        "is_inside": inside,
        "may_be_known": standing.is_linked and current_reader(agent) is not None,
        "seal": seal,
        "style": BUTTON_STYLE,
    }


def allow_script(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Where the card has its seal, WeChat's script may be loaded: from its one place, on this page alone."""
    seal = getattr(request, "page_seal", None)
    if seal is not None:
        allowed = {"script-src": [seal.sdk], "style-src": [f"'sha256-{_STYLE_HASH}'"]}
        csp_update(allowed)(lambda _request: answer)(request)
    return answer
