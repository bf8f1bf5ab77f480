"""The member's own addresses: to look at, and to forget."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.web import ActionView, NonceForm, PageView, SignInRequired
from gifts import operations
from gifts.address_queries import Remembered, addresses_of
from gifts.countries import COUNTRIES, HOME


class AddressesView(SignInRequired, PageView):
    template_name = "gifts/addresses.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"rows": [_row(one) for one in addresses_of(request.user.pk or 0)], "form": NonceForm()}


def _row(one: Remembered) -> dict[str, Any]:
    country = one.address.country
    abroad = country != HOME and country in COUNTRIES
    return {"one": one, "abroad": COUNTRIES[country].name if abroad else ""}


class ForgetView(SignInRequired, ActionView):
    template_name = "gifts/addresses.html"
    done_message = _("Forgotten.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("gifts:addresses")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        return {"rows": [_row(one) for one in addresses_of(request.user.pk or 0)]}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.forget_address(actor=request.user, public_id=kwargs["public_id"])
        return reverse("gifts:addresses")
