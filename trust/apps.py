from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "trust"
    verbose_name = _("Trust")

    def ready(self) -> None:
        from accounts.names import LegalNameSource, legal_name_sources
        from common.registries import reconcile_checks
        from trust import (  # noqa: F401  verbs, checks, jobs
            access,
            cards,
            handlers,
            leaving,
            notices,
            notification_kinds,
            posters,
            startup,
            tasks,
            tasks_credit,
            tasks_linkedin,
            tasks_register,
        )
        from trust.reconcile import CHECKS

        _contribute()
        _contribute_badges()
        notification_kinds.register()
        posters.register()
        legal_name_sources.register(LegalNameSource(key="trust", name_of=cards.proven_name))
        for check in CHECKS:
            reconcile_checks.register(check)
        leaving.register()


def _contribute() -> None:
    """To the pages that all apps share."""
    from common.registries import (
        FirstThing,
        MeEntry,
        PersonSection,
        ProfileSection,
        TodayCard,
        first_things,
        me_entries,
        person_sections,
        profile_sections,
        today_cards,
    )
    from trust import cards

    me_entries.register(
        MeEntry(
            key="trust.certify",
            label=_("Certify your job"),
            hint=_("A card, a badge or a certificate, seen by a certifier"),
            url_name="trust:certify",
            icon="shield-check",
            order=20,
        )
    )
    today_cards.register(
        TodayCard(
            key="trust.verify",
            order=20,
            build=cards.verify_card,
            probe=cards.not_verified,
            template="trust/cards/verify.html",
        )
    )
    first_things.register(
        FirstThing(key="trust.verify", order=20, build=cards.verify_card, template="trust/first/verify.html")
    )
    profile_sections.register(
        ProfileSection(
            key="trust.status", order=10, build=cards.status_line, template="trust/cards/status.html"
        )
    )
    person_sections.register(
        PersonSection(key="trust.seal", order=10, build=cards.seal_line, template="trust/cards/seal.html")
    )


def _contribute_badges() -> None:
    from common.registries import MeEntry, PersonSection, me_entries, person_sections
    from trust import cards

    me_entries.register(
        MeEntry(
            key="trust.badges",
            label=_("Your badges"),
            hint=_("Your certified job and your credit level, and who sees them"),
            url_name="trust:badges",
            icon="shield-check",
            order=21,
        )
    )
    person_sections.register(
        PersonSection(
            key="trust.badges", order=11, build=cards.badge_lines, template="trust/cards/badges.html"
        )
    )
