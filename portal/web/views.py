"""The front door, and the pages for when something is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.registries import today_cards


@dataclass(frozen=True, kw_only=True)
class Card:
    template: str
    values: Mapping[str, Any]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today for a member, the introduction for a visitor."""
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html")
    return render(
        request, "portal/today.html", {"cards": cards_for(request.user), "today": timezone.localdate()}
    )


def cards_for(member: Any) -> list[Card]:
    """What there is to say to this member, in the registry's order."""
    built = ((card.template, card.build(member)) for card in today_cards)
    return [Card(template=template, values=values) for template, values in built if values is not None]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "portal/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Draws without the request: its session or database may be what is broken."""
    return render(None, "portal/500.html", status=500)
