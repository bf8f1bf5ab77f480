"""Joining and signing in: contact, code, in. Known and unknown contacts walk the same way."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts import operations, queries
from accounts.middleware import half_signed_in
from accounts.notices import MEMBERSHIP
from accounts.providers.inboxes import simulated_inbox
from accounts.providers.logins import current_logins
from accounts.registration import read_visitor_key
from accounts.rules import clean_display_name
from accounts.web import known_browsers, sessions
from accounts.web.forms import CodeForm, JoinForm, PasswordForm, ResendForm, SignInForm
from common.idempotency import Answer
from common.web import ActionView, Onward


def agent_of(request: HttpRequest) -> str:
    """What the browser calls itself: WeChat's own is served by another of its applications."""
    return request.headers.get("User-Agent", "")[:500]


class EnteringView(ActionView):
    """Members who are in already are sent on; whoever comes in is answered in their language."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.method == "GET":
            return HttpResponseRedirect(sessions.onward(request, request.GET.get("next")))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"next": request.GET.get("next", "")}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().post(request, **kwargs)
        if response.status_code == 303 and request.user.is_authenticated and not half_signed_in(request):
            sessions.speak_to(response, request.user)
            known_browsers.remember(request, response, queries.as_member(request.user))
        return response


class ContactView(EnteringView):
    """The first of two pages: a code goes to the contact that was typed.

    A visitor's session begins with the answer. Whoever presses twice sees the second answer only, so that
    one begins a session too, with the same code's reference.
    """

    code_page: ClassVar[str]

    def step(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """What the code's page needs beside the code's reference. Raises: Refused."""
        raise NotImplementedError

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> Onward:
        typed = form.cleaned_data
        ref = sessions.send_code(request, typed["contact"], **self.step(typed))
        return Onward(url=reverse(self.code_page), kept={"ref": ref})

    def repeat(self, request: HttpRequest, form: Any, answer: Answer, **kwargs: Any) -> None:
        typed = form.cleaned_data
        sessions.find_code(request, typed["contact"], ref=answer.body.get("ref", ""), **self.step(typed))


def come_in(request: HttpRequest, entry: operations.Entry, next_page: str | None) -> str:
    """Sign in whoever has just joined, or had before. Returns where to go on."""
    sessions.begin_session(request, entry.member)
    if entry.is_new:
        messages.success(request, _("Welcome, %(name)s!") % {"name": entry.member.display_name})
        return sessions.welcome(request, next_page)
    messages.success(request, _("Good to see you again, %(name)s.") % {"name": entry.member.display_name})
    return sessions.onward_signed_in(request, next_page)


class JoinView(ContactView):
    form_class = JoinForm
    template_name = "accounts/join.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {
            "notice": MEMBERSHIP,
            "next": request.GET.get("next", ""),
            "logins": current_logins(agent=agent_of(request)),
        }

    code_page = "accounts:join-code"

    def step(self, typed: Mapping[str, Any]) -> dict[str, str]:
        name = clean_display_name(typed["display_name"])
        return {"display_name": name, "notice_hash": MEMBERSHIP.hash, "next": typed["next"]}


class SignInView(ContactView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {
            "next": request.GET.get("next", "") or request.POST.get("next", ""),
            "logins": current_logins(agent=agent_of(request)),
        }

    code_page = "accounts:sign-in-code"

    def step(self, typed: Mapping[str, Any]) -> dict[str, str]:
        return {"next": typed["next"]}


class CodeView(EnteringView):
    """A refusal keeps its count of wrong tries, so the act is not wrapped in the nonce's transaction;
    the operation itself gives the same answer to a repeat.
    """

    form_class = CodeForm
    template_name = "accounts/code.html"
    idempotent = False
    start = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not sessions.pending_step(request) and not request.user.is_authenticated:
            return HttpResponseRedirect(reverse(self.start))
        return super().dispatch(request, *args, **kwargs)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {
            "step": sessions.pending_step(request),
            "start": reverse(self.start),
            "code_page": request.path,
            "inbox": simulated_inbox(sessions.pending_step(request).get("kind", "")),
        }

    def act(self, request: HttpRequest, form: CodeForm, **kwargs: Any) -> str:
        step = sessions.pending_step(request)
        if not step:  # the twin of this very form was faster
            return sessions.onward(request, None)
        return self.enter(request, step, form.cleaned_data["code"])

    def enter(self, request: HttpRequest, step: Mapping[str, str], code: str) -> str:
        """Sign in; returns where to go on."""
        raise NotImplementedError


class JoinCodeView(CodeView):
    start = "accounts:join"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = sessions.pending_step(request)
        if step and "display_name" not in step:
            return HttpResponseRedirect(reverse(self.start))
        return super().dispatch(request, *args, **kwargs)

    def enter(self, request: HttpRequest, step: Mapping[str, str], code: str) -> str:
        application = operations.Application(
            ref=step["ref"],
            code=code,
            display_name=step["display_name"],
            locale=sessions.locale_of(request),
            notice_hash=step["notice_hash"],
            visitor_key=read_visitor_key(request),
        )
        entry = operations.join_with_code(application, now=timezone.now())
        return come_in(request, entry, step.get("next"))


class SignInCodeView(CodeView):
    start = "accounts:sign-in"

    def enter(self, request: HttpRequest, step: Mapping[str, str], code: str) -> str:
        sessions.begin_session(request, operations.sign_in_with_code(ref=step["ref"], code=code))
        return sessions.onward_signed_in(request, step.get("next"))


class ResendView(EnteringView):
    """POST only: another code to the same contact; a refusal is shown on the code's page."""

    form_class = ResendForm
    template_name = "accounts/code.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self._code_page(request))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {
            "step": sessions.pending_step(request),
            "start": reverse("accounts:sign-in"),
            "code_page": self._code_page(request),
        }

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        step = sessions.pending_step(request)
        if not step:
            return reverse("accounts:sign-in")
        sent = operations.resend_contact_code(
            ref=step["ref"],
            address=sessions.address_of(request),
            locale=sessions.locale_of(request),
            browser=step.get("browser", ""),
        )
        known = ("display_name", "notice_hash", "next", "browser", "page")
        kept = {key: step[key] for key in known if key in step}
        sessions.remember_step(request, sent, **kept)
        messages.success(request, _("A new code is on its way."))
        return self._code_page(request)

    def _code_page(self, request: HttpRequest) -> str:
        step = sessions.pending_step(request)
        usual = "accounts:join-code" if "display_name" in step else "accounts:sign-in-code"
        return reverse(step.get("page") or usual)


class PasswordView(EnteringView):
    """Not wrapped in the nonce's transaction: wrong tries stay counted."""

    form_class = PasswordForm
    template_name = "accounts/password.html"
    idempotent = False

    def act(self, request: HttpRequest, form: PasswordForm, **kwargs: Any) -> str:
        typed = form.cleaned_data
        member = operations.sign_in_with_password(
            login=typed["login"],
            password=typed["password"],
            address=sessions.address_of(request),
            browser=known_browsers.key_for(request, typed["login"]),
        )
        sessions.begin_session(request, member)
        return sessions.onward_signed_in(request, typed["next"])


class SignOutView(View):
    """POST only, so that no picture on another page signs anybody out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        response = HttpResponseRedirect(sessions.onward(request, None))
        response.status_code = 303
        return response
