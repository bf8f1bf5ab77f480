"""What gifts puts on the Today page."""

from typing import Any

from accounts.audience import Relation
from common.registries import TodayCard
from gifts import queries


def waiting_gifts(member: Any) -> dict[str, Any] | None:
    """One statement; None when no offer waits for an answer."""
    cards = queries.open_offers_of(member_id=member.pk)
    return {"gifts": cards, "first": cards[0]} if cards else None


def gifts_under_way(member: Any) -> dict[str, Any] | None:
    """One statement; None when nothing is being packed or carried."""
    cards = queries.under_way_of(member_id=member.pk)
    stamp = ",".join(f"{card.gift_id}:{card.state}" for card in cards)
    return {"gifts": cards, "stamp": stamp[:120]} if cards else None


CARDS = (
    TodayCard(
        key="gifts.waiting",
        order=10,
        build=waiting_gifts,
        probe=queries.waiting_for,
        template="gifts/cards/waiting.html",
    ),
    TodayCard(
        key="gifts.under-way",
        order=60,
        build=gifts_under_way,
        probe=queries.under_way,
        template="gifts/cards/under_way.html",
        may_be_put_away=True,
    ),
)


def give_line(member_id: int, relation: str) -> dict[str, Any] | None:
    """On a member's page, for other members: the way to a present. No statement."""
    return {"may_give": True} if relation in {Relation.CIRCLE, Relation.MEMBER} else None
