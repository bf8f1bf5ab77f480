"""Small things every request passes through."""

import uuid
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from common.clock import LazyZone
from common.logs import correlation

GetResponse = Callable[[HttpRequest], HttpResponse]


class CorrelationMiddleware:
    """One id for all log lines of a request; sent back as ``X-Request-Id``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = correlation.set(uuid.uuid4().hex[:12])
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = correlation.get()
            return response
        finally:
            correlation.reset(token)


class ProxyAddressMiddleware:
    """Behind our own proxy the caller's address is the last one of ``X-Forwarded-For``: the proxy wrote it.

    What stands before it the caller may have written. Without this everybody would share the proxy's
    address, and with it the limits per address. Installed with ``TRUST_PROXY`` only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            request.META["REMOTE_ADDR"] = str(ip_address(told))
        except ValueError:
            pass  # not from the proxy: a health check beside it
        return self.get_response(request)


class LanguageMiddleware:
    """The reader's language: chosen (cookie), else the browser's, else the default.

    Django's own middleware takes ``zh-CN`` for English unless a variant is installed; any Chinese is
    served Simplified Chinese here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.choose(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            response = self.get_response(request)
        finally:
            translation.deactivate()
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response

    def choose(self, request: HttpRequest) -> str:
        wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
        header = request.headers.get("Accept-Language", "")
        wanted += [code for code, _quality in parse_accept_lang_header(header)]
        for code in filter(None, wanted):
            if code.lower().startswith("zh"):
                return "zh-hans"
            try:
                return get_supported_language_variant(code)
            except LookupError:
                continue
        return settings.LANGUAGE_CODE


class ZoneMiddleware:
    """Times are written in the time zone of whoever is signed in.

    Nobody is looked up before a time is written; the name is the account's own attribute ``time_zone``.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        with timezone.override(LazyZone(lambda: getattr(request.user, "time_zone", ""))):
            return self.get_response(request)


class PrivateByDefaultMiddleware:
    """Pages of signed-in people are never kept by caches; nobody may use device features."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class RateHeadersMiddleware:
    """Programs read how much of their limit is left: ``RateLimit-Limit``, ``-Remaining`` and ``-Reset``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        standing = getattr(request, "rate_standing", None)
        if standing is not None:
            response.headers["RateLimit-Limit"] = str(standing.allowed)
            response.headers["RateLimit-Remaining"] = str(standing.left)
            response.headers["RateLimit-Reset"] = str(standing.reset_seconds)
        return response
