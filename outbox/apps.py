from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Background work"

    def ready(self) -> None:
        from common.moves import on_move
        from common.registries import metrics, reconcile_checks
        from outbox import access, audit, health, leaving, tasks  # noqa: F401  registers verbs and jobs

        on_move(audit.record_move)
        leaving.register()
        for check in health.checks():
            reconcile_checks.register(check)
        for metric in health.numbers():
            metrics.register(metric)
