"""Every address of the product."""

import importlib.util
from collections.abc import Sequence

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from config.admin_csp import admin_policy
from outbox.web import urls as health


def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


Patterns = Sequence[URLPattern | URLResolver]

api: list[URLPattern | URLResolver] = [
    path("", include(f"{app}.api.urls"))
    for app in ("accounts", "trust", "gifts", "campaigns", "config")
    if _has(f"{app}.api.urls")
]
pages: list[URLPattern | URLResolver] = [
    path("", include(f"{app}.web.urls"))
    for app in ("portal", "accounts", "trust", "gifts", "campaigns")
    if _has(f"{app}.web.urls")
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(health)),
    *admin_policy([path("admin/", admin.site.urls)]),
    path("language/", set_language, name="set_language"),
    path("api/v1/", include(api)),
    *pages,
]

handler400 = "portal.web.views.bad_request"
handler403 = "portal.web.views.forbidden"
handler404 = "portal.web.views.not_found"
handler500 = "portal.web.views.server_error"
_ = settings
