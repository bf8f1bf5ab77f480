"""The way to another service and back: one short-lived cookie, whose ``state`` comes back in the address.

The cookie is signed, unreadable by scripts and good for ten minutes; what comes back counts once. Nothing
is written before somebody comes back with the state that this very browser was given. WeChat takes a
state of letters and digits only, so that what belongs to the step stands in the cookie.
"""

import secrets
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.core import signing
from django.utils.crypto import constant_time_compare

from accounts.errors import LoginStale
from common.errors import TooMany
from common.limits import hit

COOKIE = "login-step"
SECONDS = 600
_SALT = "accounts.login-step"
_MOST_NEXT = 500


class Purpose(StrEnum):
    ENTER = "enter"
    LINK = "link"
    PROVE = "prove"
    # Only to learn under what the community's account there writes to the member.
    MESSAGES = "messages"


@dataclass(frozen=True, kw_only=True)
class LoginStep:
    """``member``: the public id of whoever links or proves; '' for somebody who comes in."""

    provider: str
    purpose: str
    state: str
    next: str = ""
    member: str = ""


def begin_step(*, provider: str, purpose: Purpose, next_page: str, member: str) -> LoginStep:
    return LoginStep(
        provider=provider,
        purpose=purpose,
        state=secrets.token_hex(16),
        next=next_page if len(next_page) <= _MOST_NEXT else "",
        member=member,
    )


def cookie_of(step: LoginStep) -> str:
    return signing.dumps(asdict(step), salt=_SALT)


def take_step(*, cookie: str, provider: str, state: str, member: str) -> LoginStep:
    """The step that this browser began, once. ``member``: the public id of who is signed in, or ''.

    Raises: LoginStale.
    """
    try:
        step = LoginStep(**signing.loads(cookie, salt=_SALT, max_age=SECONDS))
        right = constant_time_compare(step.state, state) and step.provider == provider
        if not right or step.member not in ("", member):
            raise LoginStale
        hit("login-step", step.state, limit=1, per_seconds=86400)
    except (signing.BadSignature, TypeError, TooMany) as error:
        raise LoginStale from error
    return step
