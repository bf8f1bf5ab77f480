"""The browser's side of coming in: the pending step and the signed-in session."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts import operations
from accounts.middleware import half_signed_in
from accounts.models import Member
from accounts.operations import SentCode
from accounts.states import CODE_REPEAT_SECONDS, Locale
from accounts.web import known_browsers
from common import access
from common.web import local_path

_PENDING = "entering"
ONWARD = "onward"
_LOGIN_SECONDS = 900


def address_of(request: HttpRequest) -> str:
    """The network address that asks; operations only count it, hashed."""
    return str(request.META.get("REMOTE_ADDR", ""))


def locale_of(request: HttpRequest) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in Locale.values else Locale.ENGLISH


def remember_step(request: HttpRequest, sent: SentCode, **values: str) -> None:
    """Keep what the next page needs. The contact itself stays sealed in the code's row."""
    request.session[_PENDING] = {"ref": sent.ref, "masked": sent.masked, "kind": sent.kind, **values}


def send_code(request: HttpRequest, contact: str, **values: str) -> str:
    """Send a code and keep what its page needs. Returns its reference.

    Raises: as ``operations.send_contact_code``.
    """
    browser = known_browsers.key_for(request, contact)
    sent = operations.send_contact_code(
        contact=contact, address=address_of(request), locale=locale_of(request), browser=browser
    )
    remember_step(request, sent, browser=browser, **values)
    return sent.ref


def find_code(request: HttpRequest, contact: str, *, ref: str, **values: str) -> None:
    """Keep for this browser too what a twin of its form has sent."""
    sent = operations.find_sent_code(ref=ref, contact=contact)
    if sent:
        remember_step(request, sent, browser=known_browsers.key_for(request, contact), **values)


def pending_step(request: HttpRequest) -> Mapping[str, str]:
    """Empty when no code was asked for in this browser."""
    step = _step(request)
    return step if "ref" in step else {}


def remember_login(request: HttpRequest, *, provider: str, known_as: str, name: str, next_page: str) -> None:
    """Another service has said who a newcomer is; the join form comes next. Their key there is a hash.

    That alone signs in, so the session gets a fresh key: a planted one is worth nothing from here on.
    """
    request.session.cycle_key()
    request.session[_PENDING] = {
        "login": provider,
        "known_as": known_as,
        "name": name,
        "next": next_page,
        "until": int(timezone.now().timestamp()) + _LOGIN_SECONDS,
    }


def pending_login(request: HttpRequest) -> Mapping[str, Any]:
    """Empty when no other service has confirmed a newcomer in this browser lately."""
    step = _step(request)
    return step if "known_as" in step and step["until"] > timezone.now().timestamp() else {}


def _step(request: HttpRequest) -> Mapping[str, Any]:
    return request.session.get(_PENDING) or {}


def forget_step(request: HttpRequest) -> None:
    request.session.pop(_PENDING, None)


def begin_session(request: HttpRequest, member: Member) -> None:
    """Sign in under a fresh session key, so that a planted one is worth nothing."""
    step, before = _step(request), request.session.session_key
    forget_step(request)
    login(request, member, backend="accounts.backends.ContactBackend")
    if step and before and before != request.session.session_key:
        _keep_for_a_twin(before, step)


def _keep_for_a_twin(key: str, step: Mapping[str, Any]) -> None:
    """Whoever presses twice comes again with the old key, and may have lost the new one.

    The old key still signs nobody in: it says that a code was asked for, for as long as the same code
    typed again gives the same member.
    """
    kept = Session(
        session_key=key,
        session_data=Session.objects.encode({_PENDING: dict(step)}),
        expire_date=timezone.now() + timedelta(seconds=CODE_REPEAT_SECONDS),
    )
    Session.objects.bulk_create(  # twins may write it at the same moment
        [kept],
        update_conflicts=True,
        unique_fields=["session_key"],
        update_fields=["session_data", "expire_date"],
    )


def welcome(request: HttpRequest, target: str | None) -> str:
    """Where a newcomer goes first; what they came for waits in the session until the welcome ends."""
    if target:
        request.session[ONWARD] = local_path(request, target, default="")
    return reverse(settings.WELCOME_URL)


def take_onward(request: HttpRequest) -> str:
    """What the newcomer came for, once; the start page otherwise."""
    return onward(request, request.session.pop(ONWARD, None))


def require_fresh_proof(request: HttpRequest) -> None:
    """For pages whose form needs it: ask before anybody has typed. Raises: NeedsFreshProof."""
    if request.user.is_authenticated:
        access.require_fresh_proof(request.user)


def prove_address(target: str) -> str:
    return f"{reverse('accounts:prove')}?{urlencode({'next': target})}"


def onward_signed_in(request: HttpRequest, target: str | None) -> str:
    """Where to go after the first proof: to the second one first, where there is one."""
    place = onward(request, target)
    return prove_address(place) if half_signed_in(request) else place


def onward(request: HttpRequest, target: str | None) -> str:
    return local_path(request, target, default=reverse(settings.LOGIN_REDIRECT_URL))


def speak_to(response: HttpResponse, user: Any) -> None:
    """From now on this browser is answered in the member's own language."""
    if isinstance(user, Member):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.locale,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
