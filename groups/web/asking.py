"""Words that may hurt come back once, with a question; the second time they are sent as they stand."""

from copy import copy
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from common.errors import Refused
from common.web import ActionView, NonceForm
from groups.errors import MayHurt


class AskingForm(NonceForm):
    as_is = forms.BooleanField(required=False, widget=forms.HiddenInput)
    asks = False

    def ask(self) -> None:
        self.asks = True
        data: Any = copy(self.data)  # a copy may be changed, and keeps several values of one name
        data["as_is"] = "on"
        self.data = data


class Asking(ActionView):
    """The same page with the words and a question; its form is an ``AskingForm``."""

    def _show_refused(self, request: HttpRequest, form: Any, refused: Refused, **kwargs: Any) -> HttpResponse:
        if not isinstance(refused, MayHurt):
            return super()._show_refused(request, form, refused, **kwargs)
        form.ask()
        return self._show(request, form, refused.status, **kwargs)
