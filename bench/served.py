"""What figures are counted on: production's settings, on loopback without TLS, with simulators."""

from config.settings.production import *  # noqa: F403
from config.settings.production import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "simulators", "bench"]
# The simulators stand in for the gateways, as in the demo; no ribbon says so on the pages that are measured.
DEMO = True
DEMO_NOTICE = False
ROOT_URLCONF = "bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
