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
from groups.operations import reindexing
from groups.search import find_events, find_groups, find_posts


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
    for source in SEARCHED:
        search_sources.register(source)


SEARCHED = (
    SearchSource(
        key="groups",
        title=_("Groups"),
        hint=_("Groups that you may find, and those you are in"),
        icon="people",
        order=12,
        find=find_groups,
        write_all=reindexing.reindex_groups,
    ),
    SearchSource(
        key="events",
        title=_("Events"),
        hint=_("In the groups you are in"),
        icon="ticket",
        order=14,
        find=find_events,
        write_all=reindexing.reindex_events,
    ),
    SearchSource(
        key="posts",
        title=_("Posts"),
        hint=_("In the groups you are in"),
        icon="scroll",
        order=20,
        find=find_posts,
        write_all=reindexing.reindex_posts,
    ),
)
