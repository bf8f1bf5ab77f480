"""Bare Django views: what the same number of rows costs without the product around them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Member


def page(request: HttpRequest, rows: int) -> HttpResponse:
    """``rows`` rows of one indexed query through one plain template."""
    found = list(Member.objects.order_by("pk").values("handle", "display_name", "joined_at")[:rows])
    return render(request, "bench/page.html", {"rows": found})
