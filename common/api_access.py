"""Who is calling, who may pass and how often. Apart from ``common.api``, which needs DRF's views.

DRF reads these while it defines its base view.
"""

from typing import Any

from rest_framework import authentication, permissions, throttling
from rest_framework.request import Request

from common.errors import TooMany
from common.limits import Standing, seconds_left, spend


class SessionAuthentication(authentication.SessionAuthentication):
    """The portal's own session; its unsafe calls need the CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class DecidedByOperation(permissions.BasePermission):
    """Lets everybody through: ``allow`` in the operation decides, the same for API, pages and admin."""

    def has_permission(self, request: Request, view: object) -> bool:
        return True


class ExactRate(throttling.BaseThrottle):
    """Each program by its own key: ``request.auth.rate`` is (limit, subject). Browsers are not counted here.

    DRF's own throttles read, decide and write: 36 of 100 pass at 5 a minute. This is one atomic statement.
    """

    def allow_request(self, request: Request, view: object) -> bool:
        """Raises: TooMany."""
        rate: Any = getattr(request.auth, "rate", None)
        if rate is None:
            return True
        limit, subject = rate
        standing = spend(limit, subject)
        django_request: Any = request._request
        if standing is None:
            wait = seconds_left(limit)
            django_request.rate_standing = Standing(allowed=limit.in_force, left=0, reset_seconds=wait)
            raise TooMany(retry_after_seconds=wait)
        django_request.rate_standing = standing
        return True
