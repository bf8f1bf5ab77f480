"""Passkeys on pages: the browser's own dialog, around it real forms."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import ceremonies, middleware, operations, queries, second_factor_queries
from accounts.web import sessions
from accounts.web.entering import EnteringView
from accounts.web.forms import AnswerForm, NewPasskeyForm, PasskeyNameForm
from common.errors import NotFound
from common.web import ActionView, NonceForm, SignInRequired


class PasskeysView(SignInRequired, ActionView):
    form_class = NewPasskeyForm
    template_name = "accounts/passkeys.html"
    done_message = _("Your passkey is ready. Next time it signs you in.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sessions.require_fresh_proof(request)
        return super().get(request, **kwargs)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        question = operations.ask_for_passkey(actor=request.user, host=request.get_host())
        return {"passkeys": second_factor_queries.passkeys_of(member.pk), "question": question}

    def act(self, request: HttpRequest, form: NewPasskeyForm, **kwargs: Any) -> str:
        operations.add_passkey(
            actor=request.user, host=request.get_host(), now=timezone.now(), **_answer(form, "name")
        )
        middleware.mark_proven(request, second_factor=True)
        return reverse("accounts:passkeys")


class PasskeyView(SignInRequired, ActionView):
    """One passkey: its name, and the way to remove it."""

    form_class = PasskeyNameForm
    template_name = "accounts/passkey.html"
    done_message = _("Saved.")

    def _own(self, request: HttpRequest, public_id: str) -> Any:
        own = second_factor_queries.passkeys_of(queries.as_member(request.user).pk)
        found = next((key for key in own if key.public_id == public_id), None)
        if found is None:
            raise NotFound
        return found

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"passkey": self._own(request, kwargs["public_id"])}

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        own = second_factor_queries.passkeys_of(queries.as_member(request.user).pk)
        return {"name": next((key.name for key in own if key.public_id == kwargs["public_id"]), "")}

    def act(self, request: HttpRequest, form: PasskeyNameForm, **kwargs: Any) -> str:
        operations.rename_passkey(
            actor=request.user, public_id=kwargs["public_id"], name=form.cleaned_data["name"]
        )
        return reverse("accounts:passkeys")


class RemovePasskeyView(SignInRequired, ActionView):
    """POST only: the button stands on the passkey's page."""

    template_name = "accounts/passkeys.html"
    done_message = _("Removed. It signs nobody in any more.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:passkey", args=[kwargs["public_id"]]))

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        return {"passkeys": second_factor_queries.passkeys_of(member.pk), "refused_only": True}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.remove_passkey(actor=request.user, public_id=kwargs["public_id"])
        return reverse("accounts:passkeys")


class SignInPasskeyView(EnteringView):
    """Each challenge counts once, so the act needs no stored answer."""

    form_class = AnswerForm
    template_name = "accounts/sign_in_passkey.html"
    idempotent = False

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"question": ceremonies.ask_to_sign_in(host=request.get_host())}

    def act(self, request: HttpRequest, form: AnswerForm, **kwargs: Any) -> str:
        member = operations.sign_in_with_passkey(host=request.get_host(), now=timezone.now(), **_answer(form))
        sessions.begin_session(request, member)
        middleware.mark_proven(request, second_factor=True)
        return sessions.onward(request, form.cleaned_data["next"])


def _answer(form: Any, *more: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("token", "answer", *more)}
