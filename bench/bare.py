"""Bare Django views, signed in as ours are: what the same rows cost without the product around them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from campaigns.models import Campaign, Progress, Referral, Reward
from gifts.models import GiftOffer, Item
from trust.models import Case

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


@login_required
def today_page(request: HttpRequest) -> HttpResponse:
    """What may matter to the member today, as rows of a plain table: offers, rewards, case, progress."""
    mine = request.user.pk or 0
    offers = GiftOffer.objects.filter(recipient_id=mine, answer="").select_related("gift__item")
    rewards = Reward.objects.filter(beneficiary_id=mine, state="approved").select_related("campaign")
    running = Progress.objects.filter(advocate_id=mine, campaign__state="live")
    rows = {
        "offers": list(offers.order_by("expires_at")[:10]),
        "rewards": list(rewards[:3]),
        "cases": list(Case.objects.filter(member_id=mine).order_by("-pk")[:1]),
        "running": list(running.select_related("campaign__current").order_by("campaign__closes_at")[:1]),
    }
    return render(request, "bench/today.html", rows)


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
