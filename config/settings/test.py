"""The test suite. Same operations, jobs and constraints; only hashing is cheap and files are temporary."""

import os
import tempfile
from pathlib import Path

from config.env import ENV
from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, INSTALLED_APPS

DEBUG = False
STYLEGUIDE = True
WHITENOISE_AUTOREFRESH = True
CLOCK_OFFSET = True
OUTBOX_BELL = False
# Switched on by the tests that are about them, and by the authorisation matrix.
STEP_UP = False
STAFF_SECOND_FACTOR = False
CAMPAIGNS_FOUR_EYES = False
INSTALLED_APPS = [*INSTALLED_APPS, "simulators", "bench"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

_tag = ENV.test_db_tag or str(os.getpid())
FILES_DIR = Path(tempfile.gettempdir()) / f"guanxi-tests-{os.getuid()}" / f"files-{_tag}"
MEDIA_ROOT = FILES_DIR.with_name(f"media-{_tag}")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and child processes of a race test open it too.
    _folder = Path(tempfile.gettempdir()) / f"guanxi-tests-{os.getuid()}"
    _folder.mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / f"{_tag}.sqlite3")}
    # A test's database need not survive a power cut.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{_tag}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # A whole test is one transaction, and the first request in it imports every page.
    _options = DATABASES["default"]["OPTIONS"]
    _options["options"] = _options["options"].replace("session_timeout=30000", "session_timeout=300000")
