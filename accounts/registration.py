"""Where higher apps take part in a registration, and the visitor key that joins a visit to a member.

An app registers a companion in its ``apps.py``; it runs inside the registration's own transaction, so
that the member and what they came for are one commit or nothing.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from accounts.models import Member

Companion = Callable[["Member", str | None, datetime], None]

# An API client without a visitor cookie names the invitation itself: the key is then this and the code.
INVITATION_PREFIX = "invitation:"
VISITOR_COOKIE = "visitor"
_SALT = "accounts.visitor"
_COOKIE_SECONDS = 90 * 24 * 3600
_KEY_LENGTH = 80


class Companions:
    """Callables ``(member, visitor_key, now) -> None``, in the order of registration, each once."""

    def __init__(self) -> None:
        self._items: list[Companion] = []

    def register(self, companion: Companion) -> Companion:
        if companion not in self._items:
            self._items.append(companion)
        return companion

    def remove(self, companion: Companion) -> None:
        """For tests of what happens without it."""
        self._items.remove(companion)

    def __iter__(self) -> Iterator[Companion]:
        return iter(tuple(self._items))


companions = Companions()


def read_visitor_key(request: HttpRequest) -> str | None:
    """The key that a visit left in this browser, or None; edited and old ones count as none."""
    key = request.get_signed_cookie(VISITOR_COOKIE, default=None, salt=_SALT, max_age=_COOKIE_SECONDS)
    return key[:_KEY_LENGTH] if key else None


def write_visitor_key(response: HttpResponseBase, key: str, *, secure: bool) -> None:
    """Leave an opaque key in the browser: signed, unreadable by scripts, not sent by other sites' posts."""
    response.set_signed_cookie(
        VISITOR_COOKIE,
        key,
        salt=_SALT,
        max_age=_COOKIE_SECONDS,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )
