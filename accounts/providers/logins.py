"""Other services that can say who somebody is, behind one protocol: WeChat, Weibo and
LinkedIn (``docs/decisions/0016``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise

from common.http.errors import CallFailed
from common.http.provider import ProviderConfig


@dataclass(frozen=True, kw_only=True)
class Identity:
    """``subject``: the person's lasting key at that service (WeChat: ``unionid``); never an address.

    ``display_name`` only fills the field of the join form; nothing of it is kept.
    """

    subject: str = field(repr=False)
    display_name: str = field(repr=False, default="")
    # Under which the service pays money to this person; empty where it doesn't through this application.
    payee: str = field(repr=False, default="")
    # Under which the community's own account there may write to this person; empty elsewhere.
    reader: str = field(repr=False, default="")


class LoginRefused(Exception):
    """The service said no: the code is spent, or the person. ``code`` is a word for the log."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class LoginUnavailable(LoginRefused):
    """No answer, or one that means nothing: the service is down, busy, or knows our application not."""


class LoginProvider(Protocol):
    @property
    def key(self) -> str:
        """A short word that stays: it stands in rows and addresses."""

    @property
    def label(self) -> str | Promise: ...

    @property
    def simulated(self) -> bool: ...

    def address(self, *, state: str, back_to: str) -> str:
        """Where the browser goes to sign in there. ``state``: letters and digits. No network."""

    def identify(self, *, code: str, back_to: str) -> Identity:
        """Exchange what the browser brought back. Network: never inside a transaction.

        Raises: LoginRefused, LoginUnavailable.
        """


def current_logins(*, agent: str = "") -> list[LoginProvider]:
    """Those that are switched on and work in the browser that calls itself ``agent``, in the pages' order."""
    from accounts.providers.linkedin import LinkedInLogin
    from accounts.providers.wechat import WeChatLogin
    from accounts.providers.weibo import WeiboLogin

    found: list[LoginProvider] = []
    wechat, weibo = ProviderConfig.load("wechat_login"), ProviderConfig.load("weibo_login")
    if wechat.is_on and (login := WeChatLogin.for_browser(wechat, agent)):
        found.append(login)
    if weibo.is_on:
        found.append(WeiboLogin(weibo))
    linkedin = ProviderConfig.load("linkedin_login")
    if linkedin.is_on:
        found.append(LinkedInLogin(linkedin))
    return found


def logins_that_are_on() -> set[str]:
    """Keys of the services that sign in now, in one browser or another."""
    return {login.key for agent in ("", "MicroMessenger") for login in current_logins(agent=agent)}


def find_login(key: str, *, agent: str = "") -> LoginProvider | None:
    return next((login for login in current_logins(agent=agent) if login.key == key), None)


def ask(
    config: ProviderConfig,
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Mapping[str, object]:
    """The JSON object that the service answers with, whatever its status and content type say.

    WeChat labels UTF-8 as plain text without a charset, so the bytes are decoded here and nowhere else.
    Raises: LoginUnavailable.
    """
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    sent = {**form, **(headers or {})} or None
    try:
        answer = config.client().call(method, url, body=body, headers=sent, accept=(400, 401, 403))
        found = answer.json()
    except CallFailed as failed:
        raise LoginUnavailable(failed.reason) from None
    if not isinstance(found, dict):
        raise LoginUnavailable("garbage")
    return found


def text_of(found: Mapping[str, object], name: str) -> str:
    """A text or number of an answer as text; '' for anything else."""
    value = found.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
