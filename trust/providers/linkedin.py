"""What LinkedIn verified of a person who lets us ask: identity, workplace.

Contract: learn.microsoft.com/linkedin, "Sign in with LinkedIn using OpenID Connect" (``/v2/userinfo``) and
"Verified on LinkedIn" (``/rest/verificationReport``, version 202510; read 2026-11). Errors of the token's
address are 400 and 401. The token is used for these two questions and thrown away.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from common.http.errors import Declined, OutcomeUnknown
from common.http.provider import ProviderConfig
from trust.providers.protocol import Ability, Answer, CodeSpent, Outcome

_SCOPE = "openid profile r_verify"
_VERSION = "202510"
_FORM = "application/x-www-form-urlencoded"
KINDS = ("IDENTITY", "WORKPLACE")


class LinkedInWork:
    slug = "linkedin"
    abilities = frozenset({Ability.WORK_IDENTITY})

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    @property
    def simulated(self) -> bool:
        return self._config.simulated

    def begin(self, *, secret: str) -> str:
        """The permission page; ``secret`` comes back with the browser. No network."""
        fields = {
            "response_type": "code",
            "client_id": self._config.option("app_id"),
            "redirect_uri": self._config.option("redirect_uri"),
            "state": secret,
            "scope": _SCOPE,
        }
        return f"{self._config.option('authorize_url')}/oauth/v2/authorization?{urlencode(fields)}"

    def ask(self, token: str) -> Answer:
        """``data``: {"name": ..., "kinds": "IDENTITY,WORKPLACE"}.

        Raises: Declined, NotDone, OutcomeUnknown.
        """
        name = self._get("/v2/userinfo", token).get("name")
        kinds = self._get("/rest/verificationReport", token).get("verifications", [])
        if not isinstance(name, str) or not isinstance(kinds, list):
            raise OutcomeUnknown("garbage", "not an answer to this call")
        known = ",".join(kind for kind in KINDS if kind in kinds)
        return Answer(
            outcome=Outcome.MATCH, simulated=self.simulated, data={"name": name[:200], "kinds": known}
        )

    def complete(self, code: str) -> str:
        """The token for the two questions. A code works once.

        Raises: CodeSpent, NotDone, OutcomeUnknown.
        """
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self._config.option("app_id"),
            "client_secret": self._config.secret,
            "redirect_uri": self._config.option("redirect_uri"),
        }
        try:
            answer = self._config.client().call(
                "POST",
                f"{self._config.option('authorize_url')}/oauth/v2/accessToken",
                body=urlencode(fields).encode("ascii"),
                headers={"Content-Type": _FORM},
                declined=(400, 401),
            )
        except Declined as declined:
            raise CodeSpent(declined.reason) from None
        token = answer.object().get("access_token")
        if not isinstance(token, str) or not 0 < len(token) <= 2000 or not token.isascii():
            raise OutcomeUnknown("garbage", "no token")
        return token

    def _get(self, path: str, token: str) -> Mapping[str, object]:
        headers = {"Authorization": f"Bearer {token}", "LinkedIn-Version": _VERSION}
        url = f"{self._config.base_url}{path}"
        return self._config.client().call("GET", url, headers=headers, declined=(401, 403)).object()


def current_linkedin() -> LinkedInWork | None:
    """None where the operator has not switched it on; the pages then say nothing of it."""
    config = ProviderConfig.load("linkedin")
    return LinkedInWork(config) if config.is_on else None
