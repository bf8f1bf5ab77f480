"""Coming in, linking and proving through another service; see ``accounts.login_steps``."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts import errors, limits, login_steps, middleware, operations, queries, second_factor_queries
from accounts.login_steps import LoginStep, Purpose
from accounts.notices import MEMBERSHIP
from accounts.providers.logins import (
    Identity,
    LoginProvider,
    LoginRefused,
    LoginUnavailable,
    current_logins,
    find_login,
)
from accounts.providers.wechat import current_reader
from accounts.registration import read_visitor_key
from accounts.states import DISPLAY_NAME_LENGTH
from accounts.web import sessions
from accounts.web.entering import EnteringView, agent_of, come_in
from accounts.web.forms import JoinWithForm
from common.errors import NeedsFreshProof, NotFound, Refused
from common.limits import hit_all, network_of
from common.logs import log
from common.web import ActionView, NonceForm, PageView, SignInRequired, refusal_page


class LoginBeginView(View):
    """To the other service. Nothing is written but a cookie, so this is a link and no form: a form's answer
    may not lead to another site (``form-action``).
    """

    def get(self, request: HttpRequest, login: str) -> HttpResponse:
        purpose = _purpose_of(request)
        provider = _way_of(request, login, purpose)
        if provider is None:
            return refusal_page(request, errors.LoginOff())
        if purpose is Purpose.ENTER and request.user.is_authenticated:
            return HttpResponseRedirect(sessions.onward(request, request.GET.get("next")))
        if purpose is Purpose.LINK:
            sessions.require_fresh_proof(request)
        step = login_steps.begin_step(
            provider=provider.key,
            purpose=purpose,
            next_page=request.GET.get("next", ""),
            member=_member_id(request) if purpose is not Purpose.ENTER else "",
        )
        response = HttpResponseRedirect(
            provider.address(state=step.state, back_to=_back_to(request, provider))
        )
        response["Cache-Control"] = "no-store"
        _keep_step(request, response, login_steps.cookie_of(step), seconds=login_steps.SECONDS)
        return response


def _keep_step(request: HttpRequest, response: HttpResponseBase, value: str, *, seconds: int) -> None:
    """For 0 seconds it goes; like every cookie it is for this site's own requests only."""
    response.set_cookie(
        login_steps.COOKIE,
        value,
        max_age=seconds,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


class LoginBackView(View):
    """The way back. The service sends a GET, which acts only with the state that this browser was given,
    and only once.
    """

    def get(self, request: HttpRequest, login: str) -> HttpResponse:
        provider = find_login(login, agent=agent_of(request))
        if provider is None:
            return refusal_page(request, errors.LoginOff())
        try:
            response = self._answered(request, provider)
        except NeedsFreshProof:
            response = HttpResponseRedirect(sessions.prove_address(reverse("accounts:logins")))
        except Refused as refused:
            response = _trouble(request, refused)
        response["Cache-Control"] = "no-store"
        _keep_step(request, response, "", seconds=0)
        return response

    def _answered(self, request: HttpRequest, provider: LoginProvider) -> HttpResponse:
        step = login_steps.take_step(
            cookie=request.COOKIES.get(login_steps.COOKIE, ""),
            provider=provider.key,
            state=request.GET.get("state", ""),
            member=_member_id(request),
        )
        act = _ACTS[Purpose(step.purpose)]
        way = _way_of(request, provider.key, Purpose(step.purpose))
        if way is None:
            raise errors.LoginOff
        place = act(request, provider, step, _identity(request, way))
        response = HttpResponseRedirect(place)
        if request.user.is_authenticated and step.purpose == Purpose.ENTER:
            sessions.speak_to(response, request.user)
        return response


def _identity(request: HttpRequest, provider: LoginProvider) -> Identity:
    """Who the service says it is. Raises: LoginNotConfirmed, LoginSilent, TooMany."""
    code = request.GET.get("code", "")
    if not code or len(code) > 512:  # they said no
        raise errors.LoginNotConfirmed(service=provider.label)
    hit_all([(limits.LOGINS_BY_NETWORK, network_of(sessions.address_of(request)))])
    try:
        return provider.identify(code=code, back_to=_back_to(request, provider))
    except LoginUnavailable as silent:
        log(__name__, "login.unavailable", provider=provider.key, code=silent.code)
        raise errors.LoginSilent(service=provider.label) from silent
    except LoginRefused as refused:
        log(__name__, "login.refused", provider=provider.key, code=refused.code)
        raise errors.LoginNotConfirmed(service=provider.label) from refused


def _enter(request: HttpRequest, provider: LoginProvider, step: LoginStep, identity: Identity) -> str:
    if request.user.is_authenticated:
        return sessions.onward(request, step.next)
    member = operations.sign_in_with_login(provider=provider.key, identity=identity)
    if member is None:
        sessions.remember_login(
            request,
            provider=provider.key,
            known_as=operations.subject_index(provider.key, identity),
            name=identity.display_name.strip()[:DISPLAY_NAME_LENGTH],
            next_page=step.next,
        )
        return reverse("accounts:join-with")
    sessions.begin_session(request, member)
    return sessions.onward_signed_in(request, step.next)


def _link(request: HttpRequest, provider: LoginProvider, step: LoginStep, identity: Identity) -> str:
    operations.link_login(actor=request.user, provider=provider.key, identity=identity, now=timezone.now())
    messages.success(
        request, _("Linked. %(service)s signs you in from now on.") % {"service": provider.label}
    )
    return reverse("accounts:logins")


def _prove(request: HttpRequest, provider: LoginProvider, step: LoginStep, identity: Identity) -> str:
    operations.prove_with_login(actor=request.user, provider=provider.key, identity=identity)
    middleware.mark_proven(request, second_factor=False)
    return sessions.onward(request, step.next)


def _know(request: HttpRequest, provider: LoginProvider, step: LoginStep, identity: Identity) -> str:
    operations.learn_reader(actor=request.user, provider=provider.key, identity=identity)
    messages.success(request, _("The community’s account knows you now. Allow it a message below."))
    return f"{reverse('accounts:notification-settings')}#wechat"


_ACTS: Mapping[Purpose, Callable[[HttpRequest, LoginProvider, LoginStep, Identity], str]] = {
    Purpose.ENTER: _enter,
    Purpose.LINK: _link,
    Purpose.PROVE: _prove,
    Purpose.MESSAGES: _know,
}


class JoinWithView(EnteringView):
    """The other service has said who it is; a name and the agreement make a member of them.

    Repeatable by itself, like the page of codes: the identity that joins again signs the same member in.
    """

    form_class = JoinWithForm
    template_name = "accounts/join_with.html"
    idempotent = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not sessions.pending_login(request) and not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("accounts:join"))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"display_name": sessions.pending_login(request).get("name", "")}

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        provider = find_login(sessions.pending_login(request).get("login", ""), agent=agent_of(request))
        return {"notice": MEMBERSHIP, "login": provider}

    def act(self, request: HttpRequest, form: JoinWithForm, **kwargs: Any) -> str:
        step = sessions.pending_login(request)
        if not step:  # the twin of this very form was faster
            return sessions.onward(request, None)
        newcomer = operations.Newcomer(
            display_name=form.cleaned_data["display_name"],
            locale=sessions.locale_of(request),
            notice_hash=MEMBERSHIP.hash,
            visitor_key=read_visitor_key(request),
        )
        entry = operations.join_with_login(
            provider=step["login"], known_as=step["known_as"], newcomer=newcomer, now=timezone.now()
        )
        return come_in(request, entry, step["next"])


class LoginsView(SignInRequired, PageView):
    """Other services that sign me in, and those that could."""

    template_name = "accounts/logins.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return logins_context(request)


class UnlinkView(SignInRequired, ActionView):
    """POST only: the button stands on the page of all logins."""

    template_name = "accounts/logins.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:logins"))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return logins_context(request)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.unlink_login(actor=request.user, public_id=kwargs["public_id"])
        messages.success(request, _("Unlinked. It signs nobody in any more."))
        return reverse("accounts:logins")


def logins_context(request: HttpRequest) -> dict[str, Any]:
    linked = second_factor_queries.logins_of(queries.as_member(request.user).pk)
    offered = current_logins(agent=agent_of(request))
    labels = {login.key: login.label for login in offered}
    held = {login.provider for login in linked}
    return {
        "linked": [
            {
                "public_id": login.public_id,
                "label": labels.get(login.provider, login.provider),
                "linked_at": login.linked_at,
            }
            for login in linked
        ],
        "offered": [login for login in offered if login.key not in held],
        "simulated": any(login.simulated for login in offered),
    }


def _purpose_of(request: HttpRequest) -> Purpose:
    """What the signed-in may ask for; a visitor can only come in."""
    asked = request.GET.get("for", "")
    if request.user.is_authenticated and asked in (Purpose.LINK, Purpose.PROVE, Purpose.MESSAGES):
        return Purpose(asked)
    return Purpose.ENTER


def _way_of(request: HttpRequest, login: str, purpose: Purpose) -> LoginProvider | None:
    """What is asked of the service: who somebody is, or only under what it writes to them."""
    if purpose is Purpose.MESSAGES:
        reader = current_reader(agent_of(request))
        return reader if reader is not None and reader.key == login else None
    return find_login(login, agent=agent_of(request))


def _member_id(request: HttpRequest) -> str:
    return queries.as_member(request.user).public_id if request.user.is_authenticated else ""


def _back_to(request: HttpRequest, provider: LoginProvider) -> str:
    return request.build_absolute_uri(reverse("accounts:login-back", args=[provider.key]))


def _trouble(request: HttpRequest, refused: Refused) -> HttpResponse:
    if isinstance(refused, NotFound):
        return refusal_page(request, refused)
    return render(request, "accounts/login_trouble.html", {"refused": refused}, status=refused.status)
