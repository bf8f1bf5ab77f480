"""Who sees a member's badges; and two members who show each other their levels."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.audience import Audience
from accounts.queries import active_member, as_member
from accounts.visibility import are_blocked
from common.access import Actor, allow
from common.errors import NotFound
from trust import credit_queries, credit_rules, errors
from trust.badge_queries import Choice
from trust.credit_states import BadgeKind, Level
from trust.models import BadgeChoice, RevealOffer


@transaction.atomic
def choose_badges(*, actor: Actor, choices: Mapping[str, Choice]) -> None:
    """Say who sees which badge. Repeating changes nothing. Raises: NeedsSignIn, NotForBadges."""
    allow(actor, "trust.keep-badges")
    member = as_member(actor)
    for badge, choice in choices.items():
        has_floor = badge == BadgeKind.CREDIT and choice.floor in Level.values
        if badge not in BadgeKind.values or choice.audience not in Audience.values:
            raise errors.NotForBadges
        if choice.floor and not has_floor:
            raise errors.NotForBadges(field="floor")
        BadgeChoice.objects.update_or_create(
            member_id=member.pk,
            badge=badge,
            defaults={"audience": choice.audience, "floor": choice.floor},
        )


@transaction.atomic
def offer_reveal(*, actor: Actor, other_id: int, now: datetime) -> RevealOffer:
    """Be ready to show the level to one member, who shows theirs; until the month ends. Repeatable.

    Nothing tells whether the other has a level. Raises: NeedsSignIn, NotFound, LevelFirst.
    """
    allow(actor, "trust.keep-badges")
    member = as_member(actor)
    if other_id == member.pk or active_member(other_id) is None or are_blocked(member.pk, other_id):
        raise NotFound
    if credit_queries.current_level(member.pk, now=now) is None:
        raise errors.LevelFirst
    offer, _created = RevealOffer.objects.update_or_create(
        member_id=member.pk, other_id=other_id, defaults={"until": credit_rules.end_of_month(now)}
    )
    return offer


@transaction.atomic
def take_back_reveal(*, actor: Actor, other_id: int) -> None:
    """Neither sees the other's level any more. Repeating changes nothing. Raises: NeedsSignIn."""
    allow(actor, "trust.keep-badges")
    RevealOffer.objects.filter(member_id=as_member(actor).pk, other_id=other_id).delete()
