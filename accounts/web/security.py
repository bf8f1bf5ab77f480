"""How I come in: contacts, password, second factor."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import middleware, operations, queries, second_factor_queries
from accounts.providers.inboxes import simulated_inbox
from accounts.states import ContactKind
from accounts.web import known_browsers, sessions
from accounts.web.forms import CodeForm, ContactForm, NewPasswordForm, NumberForm, ResetForm, SignInForm
from common.errors import NotFound, Refused
from common.web import ActionView, NonceForm, PageView, SignInRequired


class SecurityView(SignInRequired, PageView):
    template_name = "accounts/security.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        return {
            "security": second_factor_queries.security_of(member),
            "owes": middleware.owes_second_factor(request.user),
        }


class AddContactView(SignInRequired, ActionView):
    form_class = ContactForm
    template_name = "accounts/contact_add.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sessions.require_fresh_proof(request)
        return super().get(request, **kwargs)

    def act(self, request: HttpRequest, form: ContactForm, **kwargs: Any) -> str:
        sent = operations.ask_to_add_contact(
            actor=request.user,
            contact=form.cleaned_data["contact"],
            address=sessions.address_of(request),
            locale=sessions.locale_of(request),
        )
        sessions.remember_step(request, sent, page="accounts:contact-code")
        return reverse("accounts:contact-code")


class ContactCodeView(SignInRequired, ActionView):
    """Not wrapped in the nonce's transaction: wrong tries stay counted."""

    form_class = CodeForm
    template_name = "accounts/code.html"
    idempotent = False
    done_message = _("Saved. We told your former contact, if there was one.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not sessions.pending_step(request):
            return HttpResponseRedirect(reverse("accounts:contact-add"))
        return super().get(request, **kwargs)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        step = sessions.pending_step(request)
        return {
            "step": step,
            "start": reverse("accounts:contact-add"),
            "code_page": request.path,
            "inbox": simulated_inbox(step.get("kind", "")),
        }

    def act(self, request: HttpRequest, form: CodeForm, **kwargs: Any) -> str:
        step = sessions.pending_step(request)
        if step:
            operations.add_contact(
                actor=request.user, ref=step["ref"], code=form.cleaned_data["code"], now=timezone.now()
            )
            sessions.forget_step(request)
        return reverse("accounts:security")


class RemoveContactView(SignInRequired, ActionView):
    template_name = "accounts/contact_remove.html"
    done_message = _("Removed. We told it so.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        own = queries.contacts_of(queries.as_member(request.user))
        if kwargs["kind"] not in ContactKind.values:
            raise NotFound
        return {"contact": next((one for one in own if one.kind == kwargs["kind"]), None)}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        if kwargs["kind"] not in ContactKind.values:
            raise NotFound
        operations.remove_contact(actor=request.user, kind=kwargs["kind"], now=timezone.now())
        return reverse("accounts:security")


class ChangePasswordView(SignInRequired, ActionView):
    """A password must not reach the idempotency table; changing it twice to the same is harmless."""

    form_class = NewPasswordForm
    template_name = "accounts/password_change.html"
    idempotent = False
    done_message = _("Your password is set. Other devices were signed out.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"has_password": queries.as_member(request.user).has_usable_password()}

    def act(self, request: HttpRequest, form: NewPasswordForm, **kwargs: Any) -> str:
        member = operations.change_password(
            actor=request.user,
            old=form.cleaned_data["old"],
            new=form.cleaned_data["new"],
            address=sessions.address_of(request),
            session_key=request.session.session_key,
            now=timezone.now(),
        )
        middleware.renew(request, member)
        return reverse("accounts:security")


class AskResetView(ActionView):
    form_class = SignInForm
    template_name = "accounts/reset.html"

    def act(self, request: HttpRequest, form: SignInForm, **kwargs: Any) -> str:
        contact = form.cleaned_data["contact"]
        browser = known_browsers.key_for(request, contact)
        sent = operations.ask_to_reset_password(
            contact=contact,
            address=sessions.address_of(request),
            locale=sessions.locale_of(request),
            browser=browser,
        )
        sessions.remember_step(request, sent, browser=browser, page="accounts:reset-code")
        return reverse("accounts:reset-code")


class ResetView(ActionView):
    form_class = ResetForm
    template_name = "accounts/reset_code.html"
    idempotent = False
    done_message = _("Your password is set. Sign in with it now.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not sessions.pending_step(request):
            return HttpResponseRedirect(reverse("accounts:reset"))
        return super().get(request, **kwargs)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        step = sessions.pending_step(request)
        return {"step": step, "inbox": simulated_inbox(step.get("kind", ""))}

    def act(self, request: HttpRequest, form: ResetForm, **kwargs: Any) -> str:
        step = sessions.pending_step(request)
        if step:
            typed = form.cleaned_data
            operations.reset_password(
                ref=step["ref"], code=typed["code"], new=typed["new"], now=timezone.now()
            )
            sessions.forget_step(request)
        return reverse("accounts:sign-in-password")


class AppView(SignInRequired, ActionView):
    """Two steps on one page: make a secret, then confirm a number. The answer shows the codes, once."""

    form_class = NumberForm
    template_name = "accounts/app.html"
    idempotent = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sessions.require_fresh_proof(request)
        return super().get(request, **kwargs)

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        return {"setup": operations.app_setup(member), "is_on": second_factor_queries.has_app(member.pk)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "start" in request.POST:
            return self._start(request, **kwargs)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422, **kwargs)
        try:
            codes = operations.confirm_app(
                actor=request.user, typed=form.cleaned_data["code"], now=timezone.now()
            )
        except Refused as refused:
            return self._show_refused(request, form, refused, **kwargs)
        middleware.mark_proven(request, second_factor=True)
        return show_codes(request, codes)

    def _start(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            operations.start_app(actor=request.user, now=timezone.now())
        except Refused as refused:
            return self._show_refused(request, self.form_class(request.POST), refused, **kwargs)
        response = HttpResponseRedirect(reverse("accounts:app"))
        response.status_code = 303
        return response


class RemoveAppView(SignInRequired, ActionView):
    template_name = "accounts/app_remove.html"
    done_message = _("Removed. Signing in no longer asks for it.")

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.remove_app(actor=request.user, now=timezone.now())
        return reverse("accounts:security")


class RecoveryCodesView(SignInRequired, ActionView):
    template_name = "accounts/recovery_replace.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            codes = operations.replace_recovery_codes(actor=request.user)
        except Refused as refused:
            return self._show_refused(request, NonceForm(request.POST), refused, **kwargs)
        return show_codes(request, codes)


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The only time that they are readable; nothing keeps this page."""
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "all_codes": "\n".join(codes)})
