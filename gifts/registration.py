"""What gifts contributes to pages and duties that everybody shares."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.registries import NavEntry, TodayCard, navigation, reconcile_checks, today_cards
from gifts import queries, reconcile


def waiting_gifts(member: Any) -> dict[str, Any] | None:
    """One statement; None when no offer waits for an answer."""
    cards = queries.open_offers_of(member_id=member.pk)
    return {"gifts": cards} if cards else None


def register() -> None:
    navigation.register(NavEntry(key="gifts", label=_("Gifts"), url_name="gifts:list", icon="gift", order=40))
    today_cards.register(
        TodayCard(key="gifts.waiting", order=10, build=waiting_gifts, template="gifts/cards/waiting.html")
    )
    for check in reconcile.CHECKS:
        reconcile_checks.register(check)
