"""My badges and who sees them; the credit level from elsewhere; two people who show each other theirs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.audience import Audience
from accounts.people import person_seen_by
from accounts.queries import as_member
from common.errors import NotFound, Refused
from common.web import ActionView, NonceForm, SignInRequired
from trust import badge_queries, credit_queries, operations
from trust.badge_queries import Choice
from trust.credit_states import BadgeKind, Level
from trust.providers.credit import current_credit
from trust.trips import CREDIT_TRIP
from trust.web.trips import TripAnswerView, TripView, WithdrawTripView

_MOST_BYTES = 16 * 1024


class CreditForm(NonceForm):
    consent = forms.BooleanField(
        label=_("I agree that my credit level is read as described"),
        error_messages={"required": _("Please read the notice and agree to it first.")},
    )


class CreditView(TripView):
    trip = CREDIT_TRIP
    form_class = CreditForm
    template_name = "trust/credit.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        provider, now = current_credit(), timezone.now()
        own = credit_queries.own_credit(as_member(request.user).pk, now=now)
        way = self.way(request) if own is not None and own.is_pending else ""
        return {
            "own": own,
            "way": way,
            "is_off": provider is None,
            "is_simulated": provider is not None and provider.simulated,
            "may_begin": provider is not None and not way and (own is None or own.may_begin),
            "may_withdraw": own is not None and not own.is_over,
            "notice": self.trip.notice,
        }


class CreditAnswerView(TripAnswerView):
    trip = CREDIT_TRIP


class WithdrawCreditView(WithdrawTripView):
    trip = CREDIT_TRIP
    done_message = _("Withdrawn. The level is deleted, and nobody sees it any more.")


@method_decorator(csrf_exempt, name="dispatch")
class CreditNewsView(View):
    """From the provider's machine: what counts is its signature. "success" or it comes again."""

    def post(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > _MOST_BYTES:
            return _said("failure", 413)
        try:
            operations.receive_credit_news(body=request.body, now=timezone.now())
        except Refused as refused:
            return _said("failure", refused.status)
        return _said("success", 200)


def _said(word: str, status: int) -> HttpResponse:
    return HttpResponse(word, status=status, content_type="text/plain; charset=utf-8")


class BadgesForm(NonceForm):
    professional = forms.TypedChoiceField(
        label=_("Who sees your certified job"), choices=Audience.choices, coerce=int
    )
    credit = forms.TypedChoiceField(
        label=_("Who sees your credit level"), choices=Audience.choices, coerce=int
    )
    floor = forms.ChoiceField(
        label=_("What they see of the level"),
        required=False,
        choices=[("", _("The level itself")), *((one.value, one.label) for one in Level)],
        help_text=_("With a level chosen they see “at least” that one, and nothing if yours is lower."),
    )


class BadgesView(SignInRequired, ActionView):
    form_class = BadgesForm
    template_name = "trust/badges.html"
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        choices = badge_queries.choices_of(as_member(request.user).pk)
        credit = choices[BadgeKind.CREDIT]
        return {
            "professional": choices[BadgeKind.PROFESSIONAL].audience,
            "credit": credit.audience,
            "floor": credit.floor,
        }

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member_id, now = as_member(request.user).pk, timezone.now()
        return {
            "job": badge_queries.job_badge(member_id),
            "level": credit_queries.current_level(member_id, now=now),
            "is_off": current_credit() is None,
            "offers": list(badge_queries.open_offers(member_id, now=now)[:20]),
        }

    def act(self, request: HttpRequest, form: BadgesForm, **kwargs: Any) -> str:
        said = form.cleaned_data
        choices: dict[str, Choice] = {
            BadgeKind.PROFESSIONAL: Choice(audience=said["professional"]),
            BadgeKind.CREDIT: Choice(audience=said["credit"], floor=said["floor"]),
        }
        operations.choose_badges(actor=request.user, choices=choices)
        return reverse("trust:badges")


class RevealForm(NonceForm):
    act = forms.ChoiceField(choices=[("offer", ""), ("end", "")], widget=forms.HiddenInput)


class RevealView(SignInRequired, ActionView):
    """Two people show each other their levels, or neither does."""

    form_class = RevealForm
    template_name = "trust/reveal.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        person, member = person_seen_by(request.user, kwargs["public_id"]), as_member(request.user)
        if person.member_id == member.pk:
            raise NotFound
        pair = badge_queries.pair_of(member.pk, person.member_id, now=timezone.now())
        return {"person": person, "pair": pair}

    def act(self, request: HttpRequest, form: RevealForm, **kwargs: Any) -> str:
        other_id = person_seen_by(request.user, kwargs["public_id"]).member_id
        if form.cleaned_data["act"] == "offer":
            operations.offer_reveal(actor=request.user, other_id=other_id, now=timezone.now())
        else:
            operations.take_back_reveal(actor=request.user, other_id=other_id)
        return reverse("trust:reveal", args=[kwargs["public_id"]])
