"""What groups contribute to pages and duties that everybody shares."""

from django.utils.translation import gettext_lazy as _

from common.registries import (
    NavEntry,
    SearchSource,
    navigation,
    reconcile_checks,
    search_sources,
    today_cards,
)
from groups import event_cards, reconcile_events
from groups.search import find_posts


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
    for card in event_cards.CARDS:
        today_cards.register(card)
    for check in reconcile_events.CHECKS:
        reconcile_checks.register(check)
    search_sources.register(
        SearchSource(
            key="posts",
            title=_("Posts"),
            hint=_("In the groups you are in"),
            icon="people",
            order=20,
            find=find_posts,
        )
    )
