from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common.registries import NavEntry, navigation


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Members' pages"

    def ready(self) -> None:
        from portal import access, cards, handlers, leaving, parts, tasks  # noqa: F401  verbs, listeners, jobs

        cards.register()
        parts.register()
        leaving.register()
        navigation.register(
            NavEntry(key="portal", label=_("Today"), url_name="portal:home", icon="home", order=0)
        )
