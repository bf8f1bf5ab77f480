"""The pages for when something is wrong; programs get the same as problem+json."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.api import plain_problem
from common.errors import Broken, Malformed, NotAllowed, NotFound


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_problem(request, Malformed()) or render(request, "portal/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_problem(request, NotAllowed()) or render(request, "portal/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_problem(request, NotFound()) or render(request, "portal/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Draws without the request: its session or database may be what is broken."""
    return plain_problem(request, Broken()) or render(None, "portal/500.html", status=500)
