"""What is sent to the API's twins of pages and of the desk, and what they are about."""

from collections.abc import Callable, Mapping
from typing import Any

from campaigns.models import Promise
from common.clock import db_now
from tests.authz.rituals import TOMORROW

BODIES: Mapping[str, Callable[[Any, str], dict[str, Any]]] = {
    "api-own-locale": lambda w, o: {"locale": "zh-hans"},
    "api-own-introduction": lambda w, o: {"display_name": "Bo", "locale": "en", "time_zone": "Asia/Tokyo"},
    "api-post": lambda w, o: {"body": "Good night"},
    "api-post-sign": lambda w, o: {"kind": "thanks"},
    "api-post-pin": lambda w, o: {"pinned": True},
    "api-post-unflag": lambda w, o: {},
    "api-comment-delete": lambda w, o: {},
    "api-comment-unflag": lambda w, o: {},
    "api-group": lambda w, o: {"name": {"en": "Early walkers"}, "join_policy": "vouched"},
    "api-group-archive": lambda w, o: {},
    "api-group-rest-days": lambda w, o: {"on": f"{db_now() + TOMORROW:%Y-%m-%d}", "rests": True},
    "api-group-stars-switch": lambda w, o: {"is_on": True},
    "api-membership-lift-ban": lambda w, o: {},
    "api-calendar-link": lambda w, o: {},
    "api-campaign-submit": lambda w, o: {},
    "api-campaign-send-back": lambda w, o: {"reason": "rain"},
    "api-campaign-approve": lambda w, o: {"revision": 0},
    "api-campaign-archive": lambda w, o: {},
    "api-campaign-clone": lambda w, o: {},
    "api-campaign-team": lambda w, o: {"group": w.a.group.public_id},
    "api-campaign-board-name": lambda w, o: {"shown": True},
    "api-brand-stop": lambda w, o: {"reason": "rain"},
    "api-brand-restart": lambda w, o: {},
    "api-suspend-certification": lambda w, o: {"why": "They left"},
    "api-reinstate-certification": lambda w, o: {"why": "They are back"},
    "api-revoke-certification": lambda w, o: {"why": "Forged"},
    "api-promise-break": lambda w, o: {"reason": "rain"},
}


def promise_of(side: Any) -> str:
    found: str = Promise.objects.filter(campaign__brand=side.brand, state="open")[0].public_id
    return found
