"""What makes the portal an app on the phone's first screen: manifest, icons, service worker, offline page."""

import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from PIL import Image

from common.posters.drawing import rings
from common.registries import worker_parts

SIZES = (180, 192, 512)
MASKED = 512
LANGUAGES = {code: code for code, _name in settings.LANGUAGES}
DAY = 24 * 3600
SHELL = (
    *(f"common/css/{name}.css" for name in ("tokens", "base", "shell", "forms", "components")),
    "common/js/ui.js",
    "common/icons/mark.svg",
)
# tokens.css: paper, and what surrounds it while the app starts.
PAPER, SURFACE = "#f2f3ec", "#fdfdf9"


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """One address per language: browsers fetch a manifest without cookies."""
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        answer = JsonResponse(_manifest(language), content_type="application/manifest+json")
    patch_cache_control(answer, public=True, max_age=DAY)
    return answer


def _manifest(language: str) -> dict[str, Any]:
    icons = [
        {"src": reverse("portal:icon", args=[size]), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in SIZES
    ]
    masked = {"src": reverse("portal:icon-maskable"), "sizes": f"{MASKED}x{MASKED}", "type": "image/png"}
    return {
        "id": "/",
        "name": _("Guanxi"),
        "short_name": _("Guanxi"),
        "description": _("Better with friends you can trust"),
        "lang": "zh-Hans" if language == "zh-hans" else language,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": SURFACE,
        "icons": [*icons, {**masked, "purpose": "maskable"}],
    }


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    if size not in SIZES:
        raise Http404
    return _png(app_icon(size, share=0.62))


@require_safe
def maskable(request: HttpRequest) -> HttpResponse:
    """The mark well inside the circle that every phone leaves of an icon (the middle 80 percent)."""
    return _png(app_icon(MASKED, share=0.5))


def _png(picture: bytes) -> HttpResponse:
    answer = HttpResponse(picture, content_type="image/png")
    patch_cache_control(answer, public=True, max_age=30 * DAY)
    return answer


@lru_cache(maxsize=8)
def app_icon(size: int, *, share: float) -> bytes:
    """The mark of ``common/icons/mark.svg`` on its paper, ``share`` of the width."""
    image = Image.new("RGB", (size, size), SURFACE)
    drawn = rings(round(size * share * 19.6 / 29.6))
    at = ((size - drawn.width) // 2, (size - drawn.height) // 2)
    image.paste(drawn, at, drawn)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """A script at the root, so that it may serve the whole site. Its text changes with every release."""
    answer = HttpResponse(_worker(), content_type="text/javascript")
    patch_cache_control(answer, no_cache=True)
    return answer


def _worker() -> str:
    """Made once, but for developers, whose files change under a running server."""
    return _make_worker.__wrapped__() if settings.DEBUG else _make_worker()


@lru_cache(maxsize=1)
def _make_worker() -> str:
    """What it keeps stands in it, and so does their digest: changed files make another script."""
    template = Path(__file__).with_name("sw.js").read_text()
    known: dict[str, Any] = {
        "shell": [static(name) for name in SHELL],
        "offline": {code: reverse("portal:offline", args=[code]) for code in LANGUAGES},
        "parts": [static(part.path) for part in worker_parts],
    }
    files = [Path(finders.find(name) or "").read_text() for name in SHELL]
    text = json.dumps([known, template, files, [_offline(code) for code in LANGUAGES]], sort_keys=True)
    known["version"] = hashlib.sha256(text.encode()).hexdigest()[:12]
    return template.replace("{{ known }}", json.dumps(known))


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """Kept by the browser: says nothing about anybody, whoever is signed in."""
    if language not in LANGUAGES:
        raise Http404
    answer = HttpResponse(_offline(language))
    answer.headers["Content-Language"] = language
    patch_cache_control(answer, public=True, max_age=DAY)
    return answer


def _offline(language: str) -> str:
    with override(language):
        return render_to_string("portal/offline.html")
