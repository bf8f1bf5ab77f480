"""Settings shared by every environment. Values that differ come from ``config.env``."""

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.credit import credit_provider
from config.enum_names import ENUM_NAMES
from config.env import BASE_DIR, ENV
from config.logins import account_provider, brand_provider, linkedin_provider, login_provider
from config.transfers import transfers_provider

SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = ENV.secret_key_fallbacks
MASTER_KEYS = ENV.master_keys
INDEX_PEPPER = ENV.index_pepper
DEBUG = False
DEMO = ENV.demo
DEMO_NOTICE = ENV.demo
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
SITE_URL = ENV.site_url
SITE_NAME = "Guanxi"
VAR_DIR = ENV.var_dir

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "config.admin_app.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "rules",
    "common",
    "outbox",
    "accounts",
    "connect",
    "trust",
    "gifts",
    "groups",
    "campaigns",
    "portal",
    "seeds",
    "config.stack",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.CorrelationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "common.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.MemberMiddleware",
    "common.middleware.ZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.ProofMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.middleware.PrivateByDefaultMiddleware",
    "common.middleware.RateHeadersMiddleware",
    "common.api_reads.ReadsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "common.rendering.FormRenderer"

# --- database -----------------------------------------------------------------------------------
# SQLite: IMMEDIATE because Django's DEFERRED answers "database is locked" at once under writers, and
# FULL because an acknowledged gift must survive a power cut. See docs/decisions/0002-two-engines.md.

DATABASES = {"default": environ.Env.db_url_config(ENV.database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
            # What is deleted or overwritten leaves no trace in the file.
            "PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"]["options"] = (
        "-c lock_timeout=5000 -c statement_timeout=20000 -c idle_in_transaction_session_timeout=30000"
    )
    if ENV.database_pool:
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": ENV.database_pool, "timeout": 5}
    else:
        DATABASES["default"]["CONN_MAX_AGE"] = 600
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The database clock may be shifted by a row (tests and demos only).
CLOCK_OFFSET = ENV.clock_offset
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["accounts.backends.ContactBackend"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "portal:home"
# Where newcomers are led, with what they came for kept in their session.
WELCOME_URL = "portal:welcome"
# Guarded acts need a proof of at most five minutes; the team needs a second factor. The demo is exempt.
STEP_UP = True
STAFF_SECOND_FACTOR = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "common.web.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- words and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# English dates as on the portal: 22 Nov 2026, 17:53.
FORMAT_MODULE_PATH = "config.formats"

# --- files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ENV.var_dir / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# What people upload is sealed while it arrives; see docs/decisions/0013-uploads-are-sealed-on-arrival.md.
FILES_DIR = ENV.var_dir / "files"
FILE_UPLOAD_HANDLERS = ["common.files.uploads.SealingUploadHandler"]
# A font with Chinese characters for the stamp on documents; without one the stamp is in English.
STAMP_FONT = ENV.stamp_font
SITE_NAME = "Guanxi"
# ``on`` with the extra ``ocr`` installed; a worker of its own does the queue ``ocr``.
OCR_MODE = ENV.ocr_mode
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# --- what a browser may do ----------------------------------------------------------------------
# The admin's own, wider policy (its Alpine build evaluates expressions) is set in config.admin_csp.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- API ----------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "common.api_access.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["common.api_access.DecidedByOperation"],
    "DEFAULT_THROTTLE_CLASSES": ["common.api_access.ExactRate"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "config.api.calls.CallSchema",
    "EXCEPTION_HANDLER": "common.api.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Guanxi API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api.examples.document_examples",
        "config.api.reads.document_reads",
        "config.api.problems.document_problems",
        "config.api.calls.document_headers",
    ],
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

# --- work in the background ---------------------------------------------------------------------
# A Celery message carries job ids and nothing else; see docs/decisions/0003-the-row-is-the-truth.md.

CELERY_BROKER_URL = ENV.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10.0
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if ENV.broker_url.startswith("amqp"):
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"confirm_publish": True}
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
OUTBOX_QUEUES = ["default", "fulfilment", "messages", "webhooks", "pictures", "ocr"]
OUTBOX_LEASE_SECONDS = ENV.lease_seconds
OUTBOX_BELL = True
# Nobody publishes what only she has read: a second person approves each campaign.
CAMPAIGNS_FOUR_EYES = ENV.four_eyes != "0"

# --- outside gateways ---------------------------------------------------------------------------

SIMULATORS_URL = ENV.simulators_url
PROVIDERS: dict[str, dict[str, str]] = {
    "carrier": {
        "mode": ENV.carrier_mode,
        "base_url": ENV.carrier_url,
        "partner": ENV.carrier_partner,
        "secret": ENV.carrier_secret,
        **{f"sender_{part}": value for part, value in ENV.carrier_sender.items()},
    },
    "tracker": {
        "mode": ENV.tracker_mode,
        "base_url": ENV.tracker_url,
        "customer": ENV.tracker_customer,
        "secret": ENV.tracker_key,
    },
    "sms": {"mode": ENV.sms.mode, "base_url": ENV.sms.url, "secret": ENV.sms.secret},
    "push": {
        "mode": ENV.push_mode,
        "base_url": ENV.push_url,
        "secret": ENV.push_key,
        "subject": f"mailto:{ENV.email_from}",
    },
    "credit": credit_provider(ENV),
    "transfers": transfers_provider(ENV),
    "real_name": {
        "mode": ENV.real_name.mode,
        "base_url": ENV.real_name.url,
        "secret_id": ENV.real_name.secret_id,
        "secret": ENV.real_name.secret,
    },
    "wechat_account": account_provider(ENV.wechat_account),
    "wechat_login": login_provider(ENV.wechat_login),
    "weibo_account": brand_provider(ENV.weibo_account),
    "weibo_login": login_provider(ENV.weibo_login),
    "linkedin_login": login_provider(ENV.linkedin_login),
    "linkedin": linkedin_provider(ENV.linkedin, ENV.site_url),
    "beacon": {"mode": ENV.beacon_mode, "base_url": ENV.beacon_url, "chain": ENV.beacon_chain},
}
# The one origin on the operator's own network that webhooks may go to; empty: only public https addresses.
WEBHOOKS_OWN_ORIGIN = ENV.webhooks_own_origin
vars().update(environ.Env.email_url_config(ENV.email_url))
DEFAULT_FROM_EMAIL = ENV.email_from
# Less than a job's lease: whoever waits longer must not be believed any more.
EMAIL_TIMEOUT = 15

# --- logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "common.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "celery": {"level": "WARNING"},
    },
}

UNFOLD = {
    "SITE_TITLE": _("Guanxi: the team's desk"),
    "SITE_HEADER": _("Guanxi"),
    "SITE_SYMBOL": "redeem",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "config.admin_navigation.mark"}],
    "SHOW_LANGUAGES": True,
    "LOGIN": {"form": "config.admin_sign_in.StaffSignInForm"},
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "8px",
    # The portal's pine green.
    "COLORS": {
        "primary": {
            "50": "#eef6f1",
            "100": "#d7eade",
            "200": "#b1d6c0",
            "300": "#82bb9b",
            "400": "#66b08b",
            "500": "#4f9e78",
            "600": "#1a5c41",
            "700": "#164c37",
            "800": "#123c2c",
            "900": "#0e2f23",
            "950": "#081c15",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "config.admin_navigation.groups",
    },
}
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
