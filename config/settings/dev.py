"""A laptop. Simulators stand in for outside gateways."""

from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS

DEBUG = True
STYLEGUIDE = True
INSTALLED_APPS = [*INSTALLED_APPS, "simulators", "bench"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STEP_UP = False
STAFF_SECOND_FACTOR = False
