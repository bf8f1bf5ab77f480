"""What gifts contributes to pages and duties that everybody shares."""

from django.utils.translation import gettext_lazy as _

from common.registries import (
    NavEntry,
    PersonSection,
    navigation,
    person_sections,
    reconcile_checks,
    today_cards,
)
from gifts import cards, reconcile


def register() -> None:
    navigation.register(NavEntry(key="gifts", label=_("Gifts"), url_name="gifts:list", icon="gift", order=40))
    for card in cards.CARDS:
        today_cards.register(card)
    person_sections.register(
        PersonSection(key="gifts.give", order=50, build=cards.give_line, template="gifts/cards/give.html")
    )
    for check in reconcile.CHECKS:
        reconcile_checks.register(check)
