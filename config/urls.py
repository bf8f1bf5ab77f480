"""Every address of the product."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from config.admin_csp import admin_policy

APPS_WITH_API = ("accounts", "connect", "trust", "gifts", "groups", "campaigns", "portal", "config")
APPS_WITH_PAGES = ("portal", "accounts", "connect", "trust", "gifts", "groups", "campaigns")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("outbox.web.urls")),
    *admin_policy([path("admin/", admin.site.urls)]),
    path("language/", set_language, name="set_language"),
    path("api/v1/", include([path("", include(f"{app}.api.urls")) for app in APPS_WITH_API])),
    *(path("", include(f"{app}.web.urls")) for app in APPS_WITH_PAGES),
]

handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.forbidden"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.server_error"
