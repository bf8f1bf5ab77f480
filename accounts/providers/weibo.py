"""Signing in with Weibo.

Contract: open.weibo.com/wiki, "Oauth2/authorize", "Oauth2/access_token" and "2/users/show" (read 2026-11).
A person's key is ``uid``. Errors are JSON with ``error_code``, mostly with status 400.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.providers.logins import Identity, LoginRefused, LoginUnavailable, ask, text_of
from common.http.provider import ProviderConfig

_SUBJECT = re.compile(r"[0-9]{4,20}")
# The code is wrong, spent or too old; the person said no; the token is not that person's any more.
_SPENT = frozenset({"21325", "21327", "21330", "21314", "21315", "21316", "21317"})


class WeiboLogin:
    key = "weibo"
    label: str | Promise = _("Weibo")

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def address(self, *, state: str, back_to: str) -> str:
        fields = {
            "client_id": self._config.option("app_id"),
            "response_type": "code",
            "redirect_uri": back_to,
            "state": state,
        }
        return f"{self._config.option('authorize_url')}/oauth2/authorize?{urlencode(fields)}"

    def identify(self, *, code: str, back_to: str) -> Identity:
        fields = {
            "client_id": self._config.option("app_id"),
            "client_secret": self._config.secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back_to,
        }
        token = self._ask("POST", "oauth2/access_token", body=urlencode(fields).encode("ascii"))
        subject = text_of(token, "uid")
        if not _SUBJECT.fullmatch(subject):
            raise LoginUnavailable("garbage")
        return Identity(subject=subject, display_name=self._name(text_of(token, "access_token"), subject))

    def _name(self, access: str, subject: str) -> str:
        """'' where the profile can't be had: who it is, is known already."""
        asked = urlencode({"access_token": access, "uid": subject})
        try:
            return text_of(self._ask("GET", f"2/users/show.json?{asked}"), "screen_name")
        except LoginRefused:
            return ""

    def _ask(self, method: str, path: str, *, body: bytes | None = None) -> Mapping[str, object]:
        found = ask(self._config, method, f"{self._config.base_url}/{path}", body=body)
        code = text_of(found, "error_code")
        if not code and "error" not in found:
            return found
        if code in _SPENT:
            raise LoginRefused(code)
        raise LoginUnavailable(code if re.fullmatch(r"[0-9]{1,8}", code) else "garbage")
