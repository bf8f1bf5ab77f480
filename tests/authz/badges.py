"""Badges, levels, the credential and what services are asked: the bodies of their calls and forms."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.authz.world import World
from trust.notices import CREDIT, LINKEDIN

BODIES: Mapping[str, Callable[[World, str], dict[str, Any]]] = {
    "api-badges": lambda w, o: {"credit": {"audience": "members", "floor": "good"}},
    "api-credential": lambda w, o: {},
    "api-level-reveal": lambda w, o: {},
    "api-credit-level": lambda w, o: {"notice_hash": CREDIT.hash},
    "api-answer-credit": lambda w, o: {"state": "x" * 43, "code": "1"},
    "api-withdraw-credit": lambda w, o: {},
    "api-linkedin": lambda w, o: {"notice_hash": LINKEDIN.hash},
    "api-answer-linkedin": lambda w, o: {"state": "x" * 43, "code": "1"},
    "api-withdraw-linkedin": lambda w, o: {},
    "trust:badges": lambda w, o: {"professional": "2", "credit": "1", "floor": "good"},
    "trust:check": lambda w, o: {"text": "nonsense"},
    "trust:credential": lambda w, o: {"act": "issue"},
    "trust:credit": lambda w, o: {"consent": "on"},
    "trust:credit-news": lambda w, o: {"notify_id": "1"},
    "trust:reveal": lambda w, o: {"act": "offer"},
    "trust:withdraw-credit": lambda w, o: {},
}
