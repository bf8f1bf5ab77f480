"""``Authorization: Bearer gx_...``: who a program speaks for, and whether it may change anything."""

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions, permissions
from rest_framework.request import Request

from accounts.errors import ReadOnlyToken, TeamNeedsSecondFactor
from accounts.middleware import owes_second_factor
from accounts.models import ApiToken, Member
from accounts.operations.tokens import find_live_token
from accounts.states import TokenScope
from common.bearers import note_use
from common.clock import db_now


class TokenAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Member, ApiToken] | None:
        """One statement, and at most one small UPDATE in five minutes.

        Raises: ReadOnlyToken, TeamNeedsSecondFactor.
        """
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            return None
        token = find_live_token(secret.strip())
        if token is None or not token.member.is_active:
            raise exceptions.AuthenticationFailed("This token is not valid any more.", code="bad-token")
        if token.scope == TokenScope.READ and request.method not in permissions.SAFE_METHODS:
            raise ReadOnlyToken
        member = token.member
        member.proven_at, member.used_second_factor = token.proven_at, token.second_factor
        if owes_second_factor(member):
            raise TeamNeedsSecondFactor
        note_use(token, last_used_at=token.last_used_at, now=db_now())
        return member, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The portal's own session, for the API's description."""

    target_class = "common.api_access.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
