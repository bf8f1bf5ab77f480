"""Pages that act: a real form, one operation, a redirect; refusals come back with what was typed."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from common import idempotency
from common.errors import NeedsSignIn, Refused, SentAlready
from common.idempotency import Answer

T = TypeVar("T")
# As ``NonceForm`` makes them; anything else was not ours and is no key.
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,200}")


def local_path(request: HttpRequest, target: str | None, *, default: str) -> str:
    """``target`` if it leads to this site, else ``default``: no open redirect."""
    safe = target and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target and target.startswith("/") else default


class NonceForm(forms.Form):
    """A form whose second submit gives the first one's answer. The template tag renders the nonce."""

    @property
    def nonce_value(self) -> str:
        """The submitted nonce after an error, a fresh one otherwise."""
        sent = self.data.get("nonce", "") if self.is_bound else ""
        return sent or secrets.token_urlsafe(16)


class SignInRequired(View):
    """Sends visitors to the sign-in page and back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Where to go, and what is stored beside it for ``ActionView.repeat``: references, nothing personal."""

    url: str
    kept: Mapping[str, str] = field(default_factory=dict)


class ActionView(View):
    """GET shows, POST acts.

    ``idempotent``: the act and its stored answer share one transaction, keyed by the form's nonce. Set it
    to False only where a refusal has to keep what it wrote (counting wrong codes), and let the operation
    be repeatable by itself.
    """

    form_class: ClassVar[type[NonceForm]] = NonceForm
    template_name: ClassVar[str]
    idempotent: ClassVar[bool] = True
    done_message: ClassVar[Any] = ""

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        """The template's values, for GET and for a page shown again. May raise Refused (404, 403)."""
        return {}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {}

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> "str | Onward":
        """Call one operation; return the URL to go to."""
        raise NotImplementedError

    def repeat(self, request: HttpRequest, form: Any, answer: Answer, **kwargs: Any) -> None:
        """The form came again and is answered with ``answer``: give this browser what the first one got."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            form = self.form_class(initial=self.initial(request, **kwargs))
            return self._show(request, form, 200, **kwargs)
        except Refused as refused:
            return refusal_page(request, refused)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES or None)
        try:
            if not form.is_valid():
                return self._show(request, form, 422, **kwargs)
            answer = self._act_once(request, form, **kwargs)
        except NeedsSignIn:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        except Refused as refused:
            return self._show_refused(request, form, refused, **kwargs)
        if answer.replayed:
            self.repeat(request, form, answer, **kwargs)
        elif self.done_message:
            messages.success(request, str(self.done_message))
        response = HttpResponseRedirect(str(answer.body["location"]))
        response.status_code = 303
        return response

    def _act_once(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> Answer:
        def act() -> Answer:
            place = self.act(request, form, **kwargs)
            onward = place if isinstance(place, Onward) else Onward(url=place)
            return Answer(status=303, body={"location": onward.url, **onward.kept})

        nonce = request.POST.get("nonce", "")
        if not self.idempotent or not _NONCE.fullmatch(nonce):
            return act()
        body = request.POST.copy()
        body.pop("csrfmiddlewaretoken", None)
        for name, uploads in request.FILES.lists():  # another picture is another request
            body.setlist(f"sha256 of {name}", [getattr(one, "sha256", "") for one in uploads])
        return idempotency.once(
            actor=actor_key(request),
            scope=_scope(request),
            key=nonce,
            body_hash=idempotency.hash_body(f"{request.path}?{body.urlencode()}".encode()),
            act=act,
        )

    def _show_refused(self, request: HttpRequest, form: Any, refused: Refused, **kwargs: Any) -> HttpResponse:
        form.add_error(refused.field if refused.field in form.fields else None, refused.text)
        try:
            response = self._show(request, form, refused.status, **kwargs)
        except Refused as hidden:
            return refusal_page(request, hidden)
        _say_when(response, refused)
        return response

    def _show(self, request: HttpRequest, form: Any, status: int, **kwargs: Any) -> HttpResponse:
        return render(
            request, self.template_name, {"form": form, **self.context(request, **kwargs)}, status=status
        )


class PageView(View):
    """A page that only shows."""

    template_name: ClassVar[str]

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return render(request, self.template_name, dict(self.context(request, **kwargs)))
        except NeedsSignIn:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        except Refused as refused:
            return refusal_page(request, refused)


def only_once(request: HttpRequest, act: Callable[[], T]) -> T:
    """For answers that are shown once and stored nowhere: a form that is sent twice acts once.

    Raises: SentAlready for the second of them; whatever ``act`` raises (nothing is remembered then).
    """
    made: list[T] = []

    def keep() -> Answer:
        made.append(act())
        return Answer(status=200)

    nonce = request.POST.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        return act()
    answer = idempotency.once(
        actor=actor_key(request), scope=_scope(request), key=nonce, body_hash="", act=keep
    )
    if answer.replayed:
        raise SentAlready
    return made[0]


def _scope(request: HttpRequest) -> str:
    return request.resolver_match.view_name[:100] if request.resolver_match else ""


def actor_key(request: HttpRequest) -> str:
    """Whose idempotency keys these are: the member's, or those of the visitor who was given the form.

    A visitor is known by the CSRF cookie that came with the form: a session may not exist before the
    first post, and each of two clicks would open its own.
    """
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    return idempotency.hash_body(f"visitor:{request.META.get('CSRF_COOKIE', '')}".encode())


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A whole page that says the refusal's sentence."""
    response = render(request, "common/refused.html", {"refused": refused}, status=refused.status)
    _say_when(response, refused)
    return response


def _say_when(response: HttpResponse, refused: Refused) -> None:
    if retry_after := getattr(refused, "retry_after_seconds", None):
        response["Retry-After"] = str(retry_after)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or old."""
    sentence = _("This form was open too long or came from another page. Go back, reload and send it again.")
    return render(request, "common/csrf_failure.html", {"sentence": sentence}, status=403)
