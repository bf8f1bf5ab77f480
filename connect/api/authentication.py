"""``Authorization: Bearer gxs_...``: which site calls, and what its key may do.

Only the routes of sites ask for such a key; everywhere else it opens nothing.
"""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from common.bearers import note_use
from common.clock import db_now
from connect.callers import SiteCaller
from connect.models import SiteKey
from connect.queries import find_live_key


class SiteKeyAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[SiteCaller, SiteKey] | None:
        """One statement, and at most one small UPDATE in five minutes."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            return None
        key = find_live_key(secret.strip())
        if key is None:
            raise exceptions.AuthenticationFailed("This key is not valid any more.", code="bad-key")
        note_use(key, last_used_at=key.last_used_at, now=db_now())
        caller = SiteCaller(
            site_id=key.site_id,
            slug=key.site.slug,
            public_id=key.site.public_id,
            scopes=frozenset(key.scopes),
        )
        return caller, key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SiteKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "connect.api.authentication.SiteKeyAuthentication"
    name = "site-key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
