"""Bare Django views, signed in as ours are: what the same rows cost without the product around them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from campaigns.models import Campaign, Referral
from gifts.models import Item

FRIENDS = 25
SLUG = "bench"


@login_required
def friends_page(request: HttpRequest) -> HttpResponse:
    """The member's newest 25 friends as rows of a plain table."""
    return render(request, "bench/friends.html", {"rows": list(_friends(request))})


@login_required
def friends_list(request: HttpRequest) -> HttpResponse:
    """The member's newest 25 friends: the rows and columns of the API's list."""
    return JsonResponse({"items": list(_friends(request)), "next": None})


@login_required
def campaign_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The campaign, its brand, its version and its items as rows of a plain table."""
    campaign = Campaign.objects.select_related("brand", "current").get(slug=slug)
    items = list(Item.objects.filter(brand_ref=campaign.brand.scope).values("public_id", "name"))
    return render(request, "bench/campaign.html", {"campaign": campaign, "items": items})


def _friends(request: HttpRequest) -> QuerySet[Referral, Any]:
    mine = Referral.objects.filter(campaign__slug=SLUG, advocate_id=request.user.pk).exclude(state="void")
    return mine.order_by("-registered_at", "-id").values(
        "invitee__display_name",
        "state",
        "credit_hundredths",
        "levels",
        "registered_at",
        "expires_at",
        "qualified_at",
    )[:FRIENDS]
