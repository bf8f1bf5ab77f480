"""What members change about their Today page."""

from datetime import datetime

from django.db import transaction

from common.access import Actor, allow
from common.errors import NotFound
from common.registries import today_cards
from portal import errors
from portal.models import Arrival, PutAway
from portal.operations.pictures import forget_pictures
from portal.states import STAMP_LENGTH


@transaction.atomic
def put_card_away(*, actor: Actor, card: str, stamp: str, now: datetime) -> None:
    """Hide a card until it has other news than ``stamp``. Repeating changes nothing.

    Raises: NeedsSignIn, UnknownCard.
    """
    allow(actor, "portal.put-card-away")
    if actor.pk is None:
        raise NotFound  # jobs look at no page
    if len(stamp) > STAMP_LENGTH or card not in {each.key for each in today_cards if each.may_be_put_away}:
        raise errors.UnknownCard
    row = PutAway(member_id=actor.pk, card=card, stamp=stamp, put_away_at=now)
    PutAway.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["member", "card"],
        update_fields=["stamp", "put_away_at"],
    )


@transaction.atomic
def forget_member(*, member_id: int, now: datetime) -> None:
    """Part of an erasure: what was put away, how far the welcome went, posters with the name on them.

    The files go at once; repeating changes nothing.
    """
    PutAway.objects.filter(member_id=member_id).delete()
    Arrival.objects.filter(member_id=member_id).delete()
    forget_pictures(member_id=member_id)
