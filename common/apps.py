from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "Foundations"

    def ready(self) -> None:
        from common.http import checks  # noqa: F401 - registers the checks of the gateways
