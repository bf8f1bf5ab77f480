from django.apps import AppConfig, apps


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "Foundations"

    def ready(self) -> None:
        from common.field_names import name_fields
        from common.http import checks  # noqa: F401 - registers the checks of the gateways

        for model in apps.get_models():
            name_fields(model)
