"""Who is calling and who may pass. Apart from ``common.api``, which DRF's views must be imported for.

DRF reads these two while it defines its base view.
"""

from rest_framework import authentication, permissions
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """The portal's own session; its unsafe calls need the CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class DecidedByOperation(permissions.BasePermission):
    """Lets everybody through: ``allow`` in the operation decides, the same for API, pages and admin."""

    def has_permission(self, request: Request, view: object) -> bool:
        return True
