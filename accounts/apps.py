from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts import (  # noqa: F401  verbs, listeners, jobs
            access,
            delivery_tasks,
            handlers,
            leaving_pages,
            notices,
            notification_kinds,
            notification_pages,
            notification_tasks,
            security_pages,
            tasks,
        )
        from accounts.entries import register
        from accounts.reconcile import CHECKS
        from common.registries import NavEntry, navigation, reconcile_checks

        navigation.register(
            NavEntry(key="accounts", label=_("Me"), url_name="accounts:me", icon="user", order=90)
        )
        notification_kinds.register()
        notification_pages.register()
        for check in CHECKS:
            reconcile_checks.register(check)
        leaving_pages.register()
        register()
        security_pages.register()
        post_migrate.connect(keep_notice_texts, sender=self)


def keep_notice_texts(*, using: str, **more: Any) -> None:
    """Each deployment keeps the words of the notices that it brings."""
    from accounts import operations
    from accounts.models import NoticeText

    if NoticeText._meta.db_table in connections[using].introspection.table_names():
        operations.keep_notice_texts(now=timezone.now())
