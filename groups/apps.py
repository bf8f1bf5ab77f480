from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groups")

    def ready(self) -> None:
        from groups import (  # noqa: F401 - verbs, listeners, jobs
            access,
            board_kinds,
            event_handlers,
            event_kinds,
            event_leaving,
            handlers,
            leaving,
            notification_kinds,
            ritual_kinds,
            ritual_leaving,
            star_kinds,
            star_leaving,
            tasks,
        )
        from groups.registration import register

        register()
        leaving.register()
        event_leaving.register()
        notification_kinds.register()
        board_kinds.register()
        ritual_kinds.register()
        ritual_leaving.register()
        event_kinds.register()
        star_kinds.register()
        star_leaving.register()
