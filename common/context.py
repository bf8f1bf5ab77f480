"""What every page's frame needs: the way around, where we are, whether this is a demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language

from common.registries import Bell, bells, navigation


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry of the navigation, ready to be drawn."""

    key: str
    label: str | Promise
    url: str
    icon: str
    current: bool


class RungBell:
    """A bell for one reader. Its count is asked for when a page draws it, and never for a redirect."""

    def __init__(self, bell: Bell, user: Any) -> None:
        self.label, self.icon, self.url = bell.label, bell.icon, reverse(bell.url_name)
        self._bell, self._user = bell, user

    @cached_property
    def count(self) -> int:
        return self._bell.count(self._user)

    @property
    def text(self) -> str:
        """Two digits are enough to say "many"."""
        return "99+" if self.count > 99 else str(self.count)


@dataclass(frozen=True, kw_only=True)
class Shell:
    places: Sequence[Place]
    section: str
    demo_notice: bool
    signed_in: bool
    other_languages: Sequence[tuple[str, str]]
    bells: Sequence[RungBell] = ()


# A language calls itself by its own name; it is never translated.
OWN_NAMES = {"en": "English", "zh-hans": "中文"}


def shell(request: HttpRequest) -> dict[str, Shell]:
    match = request.resolver_match
    section = match.app_names[0] if match and match.app_names else ""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "shell": Shell(
            places=_places(section=section, path=request.path, signed_in=signed_in),
            section=section,
            demo_notice=bool(getattr(settings, "DEMO_NOTICE", False)),
            signed_in=signed_in,
            other_languages=_other_languages(),
            bells=[RungBell(bell, user) for bell in bells] if signed_in else [],
        )
    }


def _places(*, section: str, path: str, signed_in: bool) -> list[Place]:
    """What this reader may open; nothing if it is a single place, since a bar with one tab is noise."""
    found = []
    for entry in navigation:
        if entry.needs_sign_in and not signed_in:
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        current = path == url if url == "/" else (entry.key == section or path.startswith(url))
        found.append(Place(key=entry.key, label=entry.label, url=url, icon=entry.icon, current=current))
    return found if len(found) > 1 else []


def _other_languages() -> list[tuple[str, str]]:
    now = (get_language() or settings.LANGUAGE_CODE).lower()
    return [(code, OWN_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES if code != now]
