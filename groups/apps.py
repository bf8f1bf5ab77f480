from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groups")

    def ready(self) -> None:
        from groups import access, leaving  # noqa: F401 - verbs
        from groups.registration import register

        register()
        leaving.register()
