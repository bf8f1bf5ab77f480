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
            handlers_ambassadors,
            handlers_amendments,
            handlers_codes,
            handlers_conversations,
            handlers_counts,
            handlers_deeds,
            handlers_draws,
            handlers_risk,
            leaving,
            leaving_ambassadors,
            notification_ambassadors,
            notification_kinds,
            notification_promises,
            notification_risk,
            posters,
            tasks,
            tasks_brand_posts,
            tasks_conversations,
            tasks_counts,
            tasks_draws,
            wechat_door,
        )
        from campaigns.operations.pinning import pin_invitee

        companions.register(pin_invitee)
        leaving.register()
        leaving_ambassadors.register()
        notification_ambassadors.register()
        brand_news.register()
        cards.register()
        notification_kinds.register()
        notification_promises.register()
        notification_risk.register()
        posters.register()
        wechat_door.register()
        _watch_groups()
        _keep_last_miles()
        _follow_vouches()
        _follow_reversals()
        _answer_for_brands()
        _check_what_holds()


def _answer_for_brands() -> None:
    from campaigns.queries.campaigns import brand_names, stopped_scopes
    from common.registries import GiverHalt, ScopeSource, giver_halts, scope_sources

    scope_sources.register(ScopeSource(key="brands", names=brand_names))
    giver_halts.register(GiverHalt(key="brands", halted=stopped_scopes))


def _check_what_holds() -> None:
    from campaigns import (
        reconcile,
        reconcile_counts,
        reconcile_draws,
        reconcile_earmarks,
        reconcile_last_mile,
        reconcile_pace,
        reconcile_reversals,
        reconcile_vouches,
    )
    from common.registries import reconcile_checks

    parts = (
        reconcile,
        reconcile_counts,
        reconcile_draws,
        reconcile_earmarks,
        reconcile_last_mile,
        reconcile_pace,
        reconcile_reversals,
        reconcile_vouches,
    )
    for checked in parts:
        for check in checked.CHECKS:
            reconcile_checks.register(check)


def _watch_groups() -> None:
    from campaigns.queries.news import groups_watched
    from common.registries import GroupWatch, group_watches

    group_watches.register(GroupWatch(key="campaigns", groups=groups_watched))


def _keep_last_miles() -> None:
    from campaigns import (  # noqa: F401  listeners, jobs
        handlers_last_mile,
        leaving_last_mile,
        notification_last_mile,
        tasks_last_mile,
    )

    leaving_last_mile.register()
    notification_last_mile.register()


def _follow_reversals() -> None:
    from campaigns import handlers_reversals, tasks_reversals  # noqa: F401  listeners, jobs


def _follow_vouches() -> None:
    from campaigns import (  # noqa: F401  listeners, jobs
        handlers_vouches,
        leaving_codes,
        leaving_vouches,
        notification_vouches,
        tasks_vouches,
    )

    leaving_codes.register()
    leaving_vouches.register()
    notification_vouches.register()
