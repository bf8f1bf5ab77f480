"""Signing in with LinkedIn. What it verified of a job is another question (``trust.providers.linkedin``).

Contract: learn.microsoft.com/linkedin, "Sign in with LinkedIn using OpenID Connect" (read 2026-11). A
person's key is ``sub``, which is another one for each application. Errors of the token's address are 400 and
401 with ``error``, those of the profile 401 and 403 with ``serviceErrorCode`` or ``code``.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.providers.logins import Identity, LoginRefused, LoginUnavailable, ask, text_of
from common.http.provider import ProviderConfig

_SCOPE = "openid profile"
_SUBJECT = re.compile(r"[A-Za-z0-9_-]{4,64}")
# The code is wrong, spent, too old or of another way back; the token is over.
_SPENT = frozenset({"invalid_request", "invalid_grant", "INVALID_ACCESS_TOKEN", "65600", "65601", "65602"})
_WORD = re.compile(r"[A-Za-z0-9_]{1,40}")
_TOKEN = re.compile(r"[\x21-\x7e]{1,2000}")


class LinkedInLogin:
    key = "linkedin"
    label: str | Promise = _("LinkedIn")

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def address(self, *, state: str, back_to: str) -> str:
        fields = {
            "response_type": "code",
            "client_id": self._config.option("app_id"),
            "redirect_uri": back_to,
            "state": state,
            "scope": _SCOPE,
        }
        return f"{self._config.option('authorize_url')}/oauth/v2/authorization?{urlencode(fields)}"

    def identify(self, *, code: str, back_to: str) -> Identity:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self._config.option("app_id"),
            "client_secret": self._config.secret,
            "redirect_uri": back_to,
        }
        place = f"{self._config.option('authorize_url')}/oauth/v2/accessToken"
        token = text_of(self._ask("POST", place, body=urlencode(fields).encode("ascii")), "access_token")
        if not _TOKEN.fullmatch(token):
            raise LoginUnavailable("garbage")
        person = self._ask(
            "GET", f"{self._config.base_url}/v2/userinfo", headers={"Authorization": f"Bearer {token}"}
        )
        subject = text_of(person, "sub")
        if not _SUBJECT.fullmatch(subject):
            raise LoginUnavailable("garbage")
        return Identity(subject=subject, display_name=text_of(person, "name"))

    def _ask(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Mapping[str, object]:
        found = ask(self._config, method, url, body=body, headers=headers)
        code = next(
            (told for name in ("error", "serviceErrorCode", "code") if (told := text_of(found, name))), ""
        )
        if not code:
            return found
        if code in _SPENT:
            raise LoginRefused(code)
        raise LoginUnavailable(code if _WORD.fullmatch(code) else "garbage")
