from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from accounts.registration import companions
        from campaigns import (  # noqa: F401  verbs, listeners, jobs
            access,
            brand_news,
            cards,
            handlers,
            handlers_amendments,
            handlers_codes,
            handlers_conversations,
            handlers_counts,
            handlers_deeds,
            handlers_draws,
            handlers_risk,
            leaving,
            notification_kinds,
            notification_risk,
            posters,
            reconcile,
            reconcile_counts,
            reconcile_draws,
            tasks,
            tasks_conversations,
            tasks_counts,
            tasks_draws,
        )
        from campaigns.operations.pinning import pin_invitee
        from campaigns.queries.campaigns import brand_names
        from common.registries import ScopeSource, reconcile_checks, scope_sources

        companions.register(pin_invitee)
        leaving.register()
        brand_news.register()
        cards.register()
        notification_kinds.register()
        notification_risk.register()
        posters.register()
        scope_sources.register(ScopeSource(key="brands", names=brand_names))
        for check in (*reconcile.CHECKS, *reconcile_counts.CHECKS, *reconcile_draws.CHECKS):
            reconcile_checks.register(check)
