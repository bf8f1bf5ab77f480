"""What groups contribute to pages and duties that everybody shares."""

from django.utils.translation import gettext_lazy as _

from common.registries import NavEntry, navigation, reconcile_checks
from groups import reconcile_events


def register() -> None:
    navigation.register(
        NavEntry(
            key="groups",
            label=_("Groups"),
            url_name="groups:list",
            icon="people",
            order=30,
            needs_sign_in=False,
        )
    )
    for check in reconcile_events.CHECKS:
        reconcile_checks.register(check)
