"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

# What a process loads once and keeps for ever, the addresses and their views included. Left to the garbage
# collector it is looked through again and again, tens of milliseconds in the middle of somebody's page.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
