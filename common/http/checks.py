"""System checks: a gateway that is half configured, or simulated in front of real people, stops the start."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from common.http.errors import NotDone
from common.http.provider import Mode, ProviderConfig
from common.http.urls import origin_of

_NEEDED = {
    "carrier": (
        *("base_url", "partner", "secret"),
        *("sender_name", "sender_phone", "sender_province", "sender_city", "sender_street"),
    ),
    "tracker": ("base_url", "customer", "secret"),
    "sms": ("base_url", "secret"),
    "beacon": ("base_url",),
    # One of the two applications is enough: of the website, or of the service account.
    "wechat_login": ("base_url", "authorize_url"),
    "wechat_account": ("base_url", "app_id", "secret"),
    "weibo_account": ("base_url", "secret", "uid"),
    "weibo_login": ("base_url", "authorize_url", "app_id", "secret"),
    "linkedin": ("base_url", "authorize_url", "redirect_uri", "app_id", "secret"),
    "real_name": ("base_url", "secret_id", "secret"),
    "transfers": (
        *("base_url", "mchid", "serial", "app_id", "notify_url"),
        *("api_key", "public_key_id", "public_key", "secret"),
    ),
    "credit": ("base_url", "consent_url", "redirect_uri", "app_id", "secret", "public_key"),
}


@register("providers")
def check_providers(app_configs: Any = None, **later: Any) -> list[CheckMessage]:
    entries: Mapping[str, Mapping[str, object]] = getattr(settings, "PROVIDERS", {})
    return [message for name, entry in entries.items() for message in _check(name, entry)]


def _check(name: str, entry: Mapping[str, object]) -> Sequence[CheckMessage]:
    try:
        config = ProviderConfig.read(name, entry)
    except ValueError:
        modes = ", ".join(Mode)
        return [
            Error(
                f"The provider {name!r} has an unreadable setting.",
                hint=f"Modes: {modes}.",
                id="providers.E001",
            )
        ]
    if not config.is_on:
        return []
    found: list[CheckMessage] = []
    missing = [key for key in _NEEDED.get(name, ("base_url", "secret")) if not entry.get(key)]
    if missing:
        sentence = f"The provider {name!r} is {config.mode} but lacks {', '.join(missing)}."
        found.append(Error(sentence, hint="Set it, or switch the provider off.", id="providers.E002"))
    if config.simulated and not (settings.DEBUG or getattr(settings, "DEMO", False)):
        found.append(
            Error(
                f"The provider {name!r} is simulated outside development and demo.",
                hint="Simulated parcels and messages must never meet real people.",
                id="providers.E003",
            )
        )
    found.extend(_check_url(config))
    return found


def _check_url(config: ProviderConfig) -> list[CheckMessage]:
    if not config.base_url:
        return []
    try:
        origin = origin_of(config.base_url)
    except NotDone as refused:
        return [
            Error(f"The address of {config.name!r} can't be used: {refused.detail}.", id="providers.E004")
        ]
    if config.mode is Mode.LIVE and origin.scheme != "https":
        return [Error(f"The provider {config.name!r} is live but not over https.", id="providers.E005")]
    return []
