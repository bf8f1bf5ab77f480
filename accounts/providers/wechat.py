"""Signing in with WeChat.

Contract: developers.weixin.qq.com, "网站应用微信登录" and "网页授权" (read 2026-11). A person's key is
``unionid``: ``openid`` is another one for each application, so it would make two people of one who comes
once by QR code on a computer and once inside WeChat. Errors come as HTTP 200 with ``errcode``.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.providers.logins import Identity, LoginRefused, LoginUnavailable, ask, text_of
from common.http.provider import ProviderConfig

_INSIDE = "MicroMessenger"
_SUBJECT = re.compile(r"[A-Za-z0-9_-]{6,64}")
# The code is wrong, spent or too old, or the person took the permission back.
_SPENT = frozenset({"40029", "40163", "41008", "42003", "42007"})


def is_inside(agent: str) -> bool:
    """Whether the browser that calls itself so is WeChat's own."""
    return _INSIDE in agent


class WeChatLogin:
    """``inside``: in WeChat's own browser, through the service account; else by QR code, as a website."""

    key = "wechat"
    label: str | Promise = _("WeChat")

    def __init__(self, config: ProviderConfig, *, inside: bool) -> None:
        self._config = config
        self._inside = inside

    @classmethod
    def for_browser(cls, config: ProviderConfig, agent: str) -> "WeChatLogin | None":
        """None where the operator has no application for this kind of browser."""
        found = cls(config, inside=is_inside(agent))
        return found if found._app_id and found._secret else None

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    @property
    def _app_id(self) -> str:
        return self._config.option("official_app_id" if self._inside else "app_id")

    @property
    def _secret(self) -> str:
        return self._config.option("official_secret") if self._inside else self._config.secret

    @property
    def _scope(self) -> str:
        return "snsapi_userinfo" if self._inside else "snsapi_login"

    def address(self, *, state: str, back_to: str) -> str:
        """The parameters stand in the order that WeChat asks for."""
        fields = {
            "appid": self._app_id,
            "redirect_uri": back_to,
            "response_type": "code",
            "scope": self._scope,
            "state": state,
        }
        page = "connect/oauth2/authorize" if self._inside else "connect/qrconnect"
        return f"{self._config.option('authorize_url')}/{page}?{urlencode(fields)}#wechat_redirect"

    def identify(self, *, code: str, back_to: str) -> Identity:
        token = self._token(code)
        person = self._person(token)
        subjects = {one for one in (text_of(token, "unionid"), text_of(person, "unionid")) if one}
        if not subjects:
            # The operator has not joined this account to an Open Platform account.
            raise LoginUnavailable("no-unionid")
        subject = subjects.pop()
        if subjects or not _SUBJECT.fullmatch(subject):
            raise LoginUnavailable("garbage")
        return Identity(
            subject=subject,
            display_name=text_of(person, "nickname"),
            payee=self._payee(text_of(token, "openid")),
            reader=self._reader(text_of(token, "openid")),
        )

    def _token(self, code: str) -> Mapping[str, object]:
        return self._ask(
            "sns/oauth2/access_token",
            {"appid": self._app_id, "secret": self._secret, "code": code, "grant_type": "authorization_code"},
        )

    def _payee(self, openid: str) -> str:
        """Money goes to the ``openid`` of the one application that pays; elsewhere it is of no use."""
        payer = ProviderConfig.load("transfers")
        pays = payer.is_on and self._inside and payer.option("app_id") == self._app_id
        return openid if pays and _SUBJECT.fullmatch(openid) else ""

    def _reader(self, openid: str) -> str:
        """Only the community's own account may write, to the ``openid`` that it knows the person by."""
        return openid if self.writes and _SUBJECT.fullmatch(openid) else ""

    @property
    def writes(self) -> bool:
        """Whether the community's account writes to whom this application knows."""
        account = ProviderConfig.load("wechat_account")
        return account.is_on and self._inside and account.option("app_id") == self._app_id

    def _person(self, token: Mapping[str, object]) -> Mapping[str, object]:
        """The profile. Where the token already says who it is, a name that can't be had is not missed."""
        asked = {
            "access_token": text_of(token, "access_token"),
            "openid": text_of(token, "openid"),
            "lang": "zh_CN",
        }
        try:
            return self._ask("sns/userinfo", asked)
        except LoginRefused:
            if not text_of(token, "unionid"):
                raise
            return {}

    def _ask(self, path: str, asked: Mapping[str, str]) -> Mapping[str, object]:
        found = ask(self._config, "GET", f"{self._config.base_url}/{path}?{urlencode(asked)}")
        code = text_of(found, "errcode")
        if code in ("", "0"):
            return found
        if code in _SPENT:
            raise LoginRefused(code)
        raise LoginUnavailable(code if re.fullmatch(r"-?[0-9]{1,8}", code) else "garbage")


class WeChatReader(WeChatLogin):
    """Asks only under what the account writes to whoever stands before WeChat's own browser: the base scope.

    Nobody is asked to agree, and nothing else is told: mostly no ``unionid``, so it signs nobody in.
    """

    @property
    def _scope(self) -> str:
        return "snsapi_base"

    def identify(self, *, code: str, back_to: str) -> Identity:
        """``subject`` is empty where WeChat does not tell it. Raises: LoginRefused, LoginUnavailable."""
        token = self._token(code)
        subject, reader = text_of(token, "unionid"), self._reader(text_of(token, "openid"))
        if not reader or (subject and not _SUBJECT.fullmatch(subject)):
            raise LoginUnavailable("garbage")
        return Identity(subject=subject, reader=reader)


def current_reader(agent: str) -> WeChatReader | None:
    """None outside WeChat, or where the account that writes is not the one that signs in there."""
    config = ProviderConfig.load("wechat_login")
    if not config.is_on or not is_inside(agent):
        return None
    found = WeChatReader(config, inside=True)
    return found if found._app_id and found._secret and found.writes else None
