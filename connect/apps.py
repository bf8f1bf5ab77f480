from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectConfig(AppConfig):
    name = "connect"
    verbose_name = _("Open platform")

    def ready(self) -> None:
        from connect import (  # noqa: F401 - verbs, listeners, jobs
            access,
            handlers,
            leaving,
            notification_kinds,
            tasks,
        )
        from connect.registration import register

        register()
        leaving.register()
        notification_kinds.register()
