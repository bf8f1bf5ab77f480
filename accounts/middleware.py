"""Who is asking, how well they have proven it, and what they must prove first."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user, update_session_auth_hash
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import operations, second_factor_queries
from accounts.errors import TeamNeedsSecondFactor
from accounts.models import Member
from common.clock import db_now
from common.errors import NeedsFreshProof
from common.web import local_path

PROVEN_AT = "proven_at"
SECOND_FACTOR = "second_factor"
PENDING, USED = "pending", "used"
_SEEN = "seen"
_SEEN_EVERY_SECONDS = 3600
# What somebody of the team without a second factor may still open: the way to get one, and the way out.
OPEN_TO_TEAM = frozenset(
    {
        "accounts:prove",
        "accounts:prove-send",
        "accounts:security",
        "accounts:app",
        "accounts:app-remove",
        "accounts:recovery-codes",
        "accounts:passkeys",
        "accounts:sign-out",
        "accounts:notice",
        "admin:logout",
        "set_language",
    }
)


class MemberMiddleware(AuthenticationMiddleware):
    """``request.user`` knows how it was proven. Between the two factors of a sign-in it is a visitor, and
    ``request.half_signed_in`` the member.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> Any:
    user = get_user(request)
    if not isinstance(user, Member):
        return user
    if request.session.get(SECOND_FACTOR) == PENDING:
        return AnonymousUser()
    proven_at = request.session.get(PROVEN_AT)
    user.proven_at = datetime.fromtimestamp(proven_at, tz=UTC) if proven_at else None
    user.used_second_factor = request.session.get(SECOND_FACTOR) == USED
    return user


def half_signed_in(request: HttpRequest) -> Member | None:
    """The member who has given the first proof and owes the second."""
    if request.session.get(SECOND_FACTOR) != PENDING:
        return None
    user = get_user(request)
    return user if isinstance(user, Member) else None


def mark_proven(request: HttpRequest, *, second_factor: bool) -> None:
    """Write down in the session that its member has just proven who they are."""
    request.session[PROVEN_AT] = int(db_now().timestamp())
    if second_factor:
        request.session[SECOND_FACTOR] = USED


class ProofMiddleware:
    """Sends people to the step-up page and back, and the team to its second factor first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        self._note_seen(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.path.startswith(reverse("admin:index")) and half_signed_in(request):
            return HttpResponseRedirect(_prove_address(request.get_full_path()))
        if not settings.STAFF_SECOND_FACTOR or name in OPEN_TO_TEAM:
            return None
        if not owes_second_factor(request.user):
            return None
        if request.path.startswith("/api/"):
            return _problem(TeamNeedsSecondFactor.code, str(TeamNeedsSecondFactor.message))
        return HttpResponseRedirect(reverse("accounts:security"))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NeedsFreshProof):
            return None
        back = request.get_full_path() if request.method == "GET" else _page_before(request)
        messages.info(request, str(error.message))
        return HttpResponseRedirect(_prove_address(back))

    @staticmethod
    def _note_seen(request: HttpRequest) -> None:
        seen = request.session.get(_SEEN) if request.session.accessed else None
        if seen is None or seen > time.time() - _SEEN_EVERY_SECONDS or not request.session.session_key:
            return
        request.session[_SEEN] = int(time.time())
        operations.note_seen(
            session_key=request.session.session_key,
            address=str(request.META.get("REMOTE_ADDR", "")),
            now=db_now(),
        )


def owes_second_factor(user: Any) -> bool:
    """Somebody with a role or admin access who has not used a second factor in this session or token."""
    return bool(
        settings.STAFF_SECOND_FACTOR
        and isinstance(user, Member)
        and (user.is_staff or user.is_superuser)
        and not user.used_second_factor
    )


def _prove_address(back: str) -> str:
    return f"{reverse('accounts:prove')}?{urlencode({'next': back})}"


def _page_before(request: HttpRequest) -> str:
    """Where the form stood: our own pages only."""
    origin = f"{request.scheme}://{request.get_host()}"
    before = request.headers.get("Referer", "").removeprefix(origin)
    return local_path(request, before, default=request.path)


def _problem(code: str, detail: str) -> JsonResponse:
    body = {
        "type": f"urn:guanxi:problem:{code}",
        "title": code,
        "status": 403,
        "code": code,
        "detail": detail,
    }
    return JsonResponse(body, status=403, content_type="application/problem+json")


def begin(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    """The receiver of Django's ``user_logged_in``: every way in ends here, the admin's too."""
    request.session[_SEEN] = int(time.time())
    request.session[PROVEN_AT] = int(db_now().timestamp())
    request.session.pop(SECOND_FACTOR, None)
    if second_factor_queries.owes_second_factor(user):
        request.session[SECOND_FACTOR] = PENDING
    if not request.session.session_key:
        request.session.save()
    _begin_browser_session(request, user)


def renew(request: HttpRequest, member: Member) -> None:
    """After a new password: this browser stays signed in, under a fresh key."""
    update_session_auth_hash(request, member)
    _begin_browser_session(request, member)


def _begin_browser_session(request: HttpRequest, member: Member) -> None:
    operations.begin_browser_session(
        member=member,
        browser=operations.Browser(
            session_key=request.session.session_key or "",
            agent=str(request.META.get("HTTP_USER_AGENT", ""))[:400],
            address=str(request.META.get("REMOTE_ADDR", "")),
        ),
        now=db_now(),
    )
