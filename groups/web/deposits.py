"""Deposits: the host asks for one and keeps their book."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.clock import db_now
from common.web import NonceForm
from groups import operations, queries
from groups.deposit_rules import MOST_FEN, MOST_HOURS
from groups.deposit_states import DepositKind
from groups.web.events import event_page
from groups.web.hosting import HostView

_KINDS = [choice for choice in DepositKind.choices if choice[0] != DepositKind.PROMISED]


class AskDepositForm(NonceForm):
    yuan = forms.DecimalField(
        label=_("How much, in yuan?"),
        min_value=0,
        max_value=Decimal(MOST_FEN) / 100,
        decimal_places=2,
        initial=20,
        widget=forms.NumberInput({"inputmode": "decimal"}),
        help_text=_("0 asks for none."),
    )
    hours = forms.IntegerField(
        label=_("How many hours before the start may one still cancel in time?"),
        min_value=0,
        max_value=MOST_HOURS,
        initial=24,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


class RecordDepositForm(NonceForm):
    number = forms.IntegerField(
        label=_("Whose number?"), min_value=1, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    kind = forms.ChoiceField(
        label=_("What happened?"), choices=_KINDS, initial=DepositKind.RECEIVED, widget=forms.RadioSelect
    )


class AskDepositView(HostView):
    form_class = AskDepositForm
    title = _("Ask for a deposit")
    hint = _(
        "A promise to come: people give it to you and get it back by rules that they read before they "
        "answer. Once somebody has answered it stays as it is."
    )
    button = _("Save")
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        if event is None or not event.deposit_fen:
            return {}
        return {"yuan": Decimal(event.deposit_fen) / 100, "hours": event.deposit_hours}

    def act(self, request: HttpRequest, form: AskDepositForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.ask_deposit(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            fen=int(form.cleaned_data["yuan"] * 100),
            hours=form.cleaned_data["hours"],
            now=db_now(),
        )
        return event_page(public_id)


class DepositsView(HostView):
    form_class = RecordDepositForm
    template_name = "groups/deposits.html"
    done_message = _("Written down. The member is told.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = super().context(request, **kwargs)
        return {**page, "book": queries.deposit_book(event=page["event"], viewer=request.user)}

    def act(self, request: HttpRequest, form: RecordDepositForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.record_deposit(
            actor=request.user,
            event_id=queries.event_id_of(public_id),
            number=form.cleaned_data["number"],
            kind=form.cleaned_data["kind"],
            now=db_now(),
        )
        return reverse("groups:deposits", args=[public_id])
