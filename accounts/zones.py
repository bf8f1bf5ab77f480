"""The time zones to choose from: one per way of keeping time, by the city most people look for."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ZONES: Final[dict[str, Promise]] = {
    "Asia/Shanghai": _("Beijing, Shanghai"),
    "Asia/Hong_Kong": _("Hong Kong"),
    "Asia/Taipei": _("Taipei"),
    "Asia/Singapore": _("Singapore, Kuala Lumpur"),
    "Asia/Tokyo": _("Tokyo"),
    "Asia/Seoul": _("Seoul"),
    "Asia/Bangkok": _("Bangkok, Jakarta"),
    "Asia/Kolkata": _("New Delhi"),
    "Asia/Dubai": _("Dubai"),
    "Europe/London": _("London"),
    "Europe/Berlin": _("Berlin, Paris, Rome"),
    "Europe/Athens": _("Athens, Helsinki"),
    "Europe/Moscow": _("Moscow"),
    "Africa/Johannesburg": _("Johannesburg"),
    "America/Sao_Paulo": _("São Paulo"),
    "America/New_York": _("New York, Toronto"),
    "America/Chicago": _("Chicago"),
    "America/Denver": _("Denver"),
    "America/Los_Angeles": _("Los Angeles, Vancouver"),
    "Australia/Sydney": _("Sydney"),
    "Pacific/Auckland": _("Auckland"),
    "UTC": _("World time (UTC)"),
}


def zone_choices(current: str) -> list[tuple[str, Promise | str]]:
    """For a form: the list, and the member's own zone where it is another one."""
    known: list[tuple[str, Promise | str]] = list(ZONES.items())
    return known if current in ZONES else [(current, current), *known]
