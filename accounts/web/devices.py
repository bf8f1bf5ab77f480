"""Where I am signed in, and who of the team looked at my data."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import look_queries, operations, queries, session_queries
from accounts.web import sessions
from common.errors import NotFound
from common.web import ActionView, NonceForm, PageView, SignInRequired


class DevicesView(SignInRequired, ActionView):
    """The form signs out everything but this browser."""

    template_name = "accounts/devices.html"
    done_message = _("Done. Only this browser is signed in now.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        return {
            "browsers": session_queries.sessions_of(
                member.pk,
                session_key=request.session.session_key,
                address=sessions.address_of(request),
            ),
            "programs": queries.live_tokens(member.pk),
        }

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.end_other_sessions(
            actor=request.user, session_key=request.session.session_key, now=timezone.now()
        )
        return reverse("accounts:sessions")


class EndSessionView(SignInRequired, ActionView):
    """POST only: the button beside each browser."""

    template_name = "common/refused.html"
    idempotent = False  # ending this very browser takes its session along
    done_message = _("Signed out there.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:sessions"))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        raise NotFound  # only asked for when the act was refused

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        is_this = session_queries.is_this(kwargs["public_id"], request.session.session_key)
        operations.end_session(actor=request.user, public_id=kwargs["public_id"])
        if is_this:
            logout(request)
        return reverse("accounts:sessions")


class EndProgramView(EndSessionView):
    done_message = _("This program is signed out.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.revoke_token(actor=request.user, public_id=kwargs["public_id"], now=timezone.now())
        return reverse("accounts:sessions")


class LooksView(SignInRequired, PageView):
    template_name = "accounts/looks.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        page = look_queries.looks_at(member.pk, cursor=request.GET.get("cursor"))
        return {"looks": page.items, "next_cursor": page.next_cursor}
