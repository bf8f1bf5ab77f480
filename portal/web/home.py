"""The Today page: what needs this member first, then the rest, most urgent first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.clock import zone_of
from common.registries import today_cards
from common.web import ActionView, NonceForm, SignInRequired
from portal import operations, queries
from portal.rules import part_of_day
from portal.states import CARD_KEY_LENGTH, STAMP_LENGTH, PartOfDay

GREETINGS: Mapping[str, str | Promise] = {
    PartOfDay.NIGHT: _("It’s late, %(name)s"),
    PartOfDay.MORNING: _("Good morning, %(name)s"),
    PartOfDay.NOON: _("Good day, %(name)s"),
    PartOfDay.AFTERNOON: _("Good afternoon, %(name)s"),
    PartOfDay.EVENING: _("Good evening, %(name)s"),
}


@dataclass(frozen=True, kw_only=True)
class Card:
    key: str
    template: str
    values: Mapping[str, Any]
    may_be_put_away: bool

    @property
    def stamp(self) -> str:
        """What the card's news are known by; putting it away lasts until they change."""
        return str(self.values.get("stamp", ""))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today for a member, the introduction for a visitor."""
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html")
    now = timezone.now()
    part = part_of_day(now, zone_of(getattr(request.user, "time_zone", "")))
    name = {"name": getattr(request.user, "display_name", "")}
    values = {
        "cards": cards_for(request.user),
        "today": timezone.localdate(now),
        "part": part.value,
        "greeting": str(GREETINGS[part]) % name,
    }
    return render(request, "portal/today.html", values)


def cards_for(member: Any) -> list[Card]:
    """What there is to say to this member, in the registry's order.

    One statement for all probes, one for what was put away, and those of the cards that speak.
    """
    asked = queries.cards_with_news(member, today_cards)
    hidden = queries.put_away(member.pk, [card.key for card in asked if card.may_be_put_away])
    found = []
    for card in asked:
        values = card.build(member)
        if values is None or hidden.get(card.key) == str(values.get("stamp", "")):
            continue
        found.append(
            Card(
                key=card.key,
                template=card.template,
                values=values,
                may_be_put_away=card.may_be_put_away,
            )
        )
    return found


class PutAwayForm(NonceForm):
    card = forms.CharField(max_length=CARD_KEY_LENGTH)
    stamp = forms.CharField(max_length=STAMP_LENGTH, required=False)


class PutAwayView(SignInRequired, ActionView):
    """POST only: the small button on a card that may be put away. A refusal shows the Today page again."""

    http_method_names = ["post", "options"]
    form_class = PutAwayForm
    template_name = "portal/put_away.html"

    def act(self, request: HttpRequest, form: PutAwayForm, **kwargs: Any) -> str:
        typed = form.cleaned_data
        operations.put_card_away(
            actor=request.user, card=typed["card"], stamp=typed["stamp"], now=timezone.now()
        )
        return reverse("portal:home")
