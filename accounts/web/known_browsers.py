"""Browsers in which somebody has signed in before: strangers' tries can't lock those out.

The cookie is signed and names nobody: a random key, and keyed hashes of the logins that were proven here.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Member
from accounts.queries import login_subject, own_login_subjects
from common.crypto import blind_index

COOKIE = "known"
_SALT = "accounts.known-browser"
_SECONDS = 365 * 24 * 3600
_PEOPLE = 4
_MARK_LENGTH = 16


def key_for(request: HttpRequest, login: str) -> str:
    """The browser's key if this login was proven here before, else empty."""
    key, marks = _read(request)
    mark = _mark(login_subject(login))
    return f"{key}:{mark}" if mark in marks else ""


def remember(request: HttpRequest, response: HttpResponseBase, member: Member) -> None:
    """From now on this browser is known for each of the member's logins. The last few people count."""
    key, marks = _read(request)
    own = [_mark(subject) for subject in own_login_subjects(member)]
    kept = [mark for mark in marks if mark not in own]
    marks = (own + kept)[: _PEOPLE * 3]
    response.set_signed_cookie(
        COOKIE,
        ".".join([key or secrets.token_urlsafe(12), *marks]),
        salt=_SALT,
        max_age=_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _mark(subject: str) -> str:
    return blind_index(subject, purpose="known-browser")[:_MARK_LENGTH]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    value = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_SECONDS)
    key, *marks = value.split(".") if value else [""]
    return key, marks
