"""``make demo`` and ``manage.py story``: production's code paths on a laptop, plainly marked as a demo.

Plain HTTP on loopback, simulators as gateways, no second factor for staff.
"""

from config.env import ENV
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS

DEBUG = False
DEMO = True
DEMO_NOTICE = True
STYLEGUIDE = True
INSTALLED_APPS = [*INSTALLED_APPS, "simulators", "bench"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Webhooks may go to the simulated receivers, too: /hooks/<name> there.
WEBHOOKS_OWN_ORIGIN = ENV.webhooks_own_origin or ENV.simulators_url
STEP_UP = False
STAFF_SECOND_FACTOR = False
# The demo has one manager; the story of all campaigns brings a second one.
CAMPAIGNS_FOUR_EYES = ENV.four_eyes == "1"
