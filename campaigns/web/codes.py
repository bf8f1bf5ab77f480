"""A code that somebody said or wrote down: the way in for whoever has no link to press."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.registration import read_visitor_key, write_visitor_key
from campaigns.operations.typed_codes import open_typed_code, type_code
from common.ids import new_public_id
from common.web import ActionView, NonceForm

CODE_LIMIT = 32


class CodeForm(NonceForm):
    code = forms.CharField(
        label=_("Invitation code"),
        max_length=CODE_LIMIT,
        help_text=_("As your friend gave it to you. Spaces, capitals and small letters don’t matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CodeView(ActionView):
    """A visitor goes on to the invitation; for a member it is written down who invited her."""

    template_name = "campaigns/code.html"
    form_class = CodeForm
    # Wrong codes stay counted; the same code again changes nothing.
    idempotent = False

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"is_member": request.user.is_authenticated}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key = read_visitor_key(request) or new_public_id()
        response = super().post(request, visitor_key=key, **kwargs)
        if response.status_code == 303:
            write_visitor_key(response, key, secure=request.is_secure())
        return response

    def act(self, request: HttpRequest, form: CodeForm, **kwargs: Any) -> str:
        code, now = form.cleaned_data["code"], timezone.now()
        if request.user.is_authenticated:
            referral = type_code(actor=request.user, code=code, visitor_key=kwargs["visitor_key"], now=now)
            messages.success(request, gettext("Written down: you count for whoever gave you this code."))
            return reverse("campaigns:detail", args=[referral.campaign.slug])
        link = open_typed_code(
            actor=request.user,
            code=code,
            visitor_key=kwargs["visitor_key"],
            address=str(request.META.get("REMOTE_ADDR", "")),
            now=now,
        )
        return reverse("campaigns:landing", args=[link.code])
