"""Production: PostgreSQL, Redis or RabbitMQ, a buffering proxy that speaks TLS in front."""

from config.env import ENV
from config.settings.base import *  # noqa: F403
from config.settings.base import MIDDLEWARE

DEBUG = False
DEMO = False
STYLEGUIDE = False
CLOCK_OFFSET = False
STEP_UP = True
STAFF_SECOND_FACTOR = True
SECURE_SSL_REDIRECT = ENV.secure_cookies
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = ENV.secure_cookies
CSRF_COOKIE_SECURE = ENV.secure_cookies
LANGUAGE_COOKIE_SECURE = ENV.secure_cookies
if ENV.secure_cookies:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
if ENV.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE = ["common.middleware.ProxyAddressMiddleware", *MIDDLEWARE]
