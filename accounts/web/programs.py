"""A member's own programs: a token is made here, seen once, and ended among the signed-in devices."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import operations, queries
from accounts.operations.tokens import IssuedToken
from accounts.states import TokenScope
from accounts.web import sessions
from common.errors import Refused
from common.web import ActionView, NonceForm, SignInRequired, only_once

DAYS = [(7, _("a week")), (30, _("30 days")), (90, _("90 days"))]


class ProgramForm(NonceForm):
    label = forms.CharField(
        label=_("What is it for?"), max_length=60, help_text=_("You will know it by this name.")
    )
    scope = forms.ChoiceField(label=_("It may"), choices=TokenScope.choices, initial=TokenScope.READ)
    days = forms.TypedChoiceField(label=_("It ends after"), choices=DAYS, coerce=int, initial=30)


class NewProgramView(SignInRequired, ActionView):
    """The token stands on the answer to the form and nowhere else, so the answer is not kept either."""

    form_class = ProgramForm
    template_name = "accounts/program_new.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        sessions.require_fresh_proof(request)
        queries.as_member(request.user)
        return {}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ProgramForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, 422)
        sessions.require_fresh_proof(request)
        member = queries.as_member(request.user)

        def issue() -> IssuedToken:
            return operations.issue_token(
                actor=member,
                scope=form.cleaned_data["scope"],
                label=form.cleaned_data["label"],
                days=form.cleaned_data["days"],
                now=timezone.now(),
                second_factor=bool(member.used_second_factor),
            )

        try:
            issued = only_once(request, issue)
        except Refused as refused:
            return self._show_refused(request, form, refused)
        return render(request, self.template_name, {"issued": issued})
