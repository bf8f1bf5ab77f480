from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts import access, handlers, notices, tasks  # noqa: F401  verbs, listeners, jobs
        from accounts.reconcile import CHECKS
        from common.registries import NavEntry, navigation, reconcile_checks

        navigation.register(
            NavEntry(key="accounts", label=_("Me"), url_name="accounts:me", icon="user", order=90)
        )
        for check in CHECKS:
            reconcile_checks.register(check)
