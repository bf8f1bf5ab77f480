"""A recipient's answer to something else for a gift that cannot be sent."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from common.web import ActionView, NonceForm, SignInRequired
from gifts import operations, queries
from gifts.web.forms import AcceptForm, DeclineForm
from gifts.web.views import gift_page

AGREE, DECLINE = "agree", "decline"


class SubstituteForm(NonceForm):
    answer = forms.ChoiceField(choices=[(one, one) for one in (AGREE, DECLINE)])


class SubstituteView(SignInRequired, ActionView):
    form_class = SubstituteForm
    template_name = "gifts/gift.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = gift_page(request, kwargs["public_id"])
        return {**page, "accept_form": AcceptForm(), "decline_form": DeclineForm()}

    def act(self, request: HttpRequest, form: SubstituteForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        gift_id, now = queries.gift_id_of(public_id), timezone.now()
        if form.cleaned_data["answer"] == AGREE:
            public_id = operations.agree_to_substitute(actor=request.user, gift_id=gift_id, now=now).public_id
        else:
            operations.decline_substitute(actor=request.user, gift_id=gift_id, now=now)
        return reverse("gifts:detail", args=[public_id])
