from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GiftsConfig(AppConfig):
    name = "gifts"
    verbose_name = _("Gifts")

    def ready(self) -> None:
        from gifts import (  # noqa: F401 - verbs, listeners, jobs
            access,
            handlers,
            leaving,
            money_kinds,
            money_tasks,
            notification_kinds,
            present_kinds,
            stock_kinds,
            substitute_kinds,
            tasks,
        )
        from gifts.registration import register

        register()
        leaving.register()
        notification_kinds.register()
        money_kinds.register()
        present_kinds.register()
        stock_kinds.register()
        substitute_kinds.register()
