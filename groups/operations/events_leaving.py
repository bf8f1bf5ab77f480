"""Whoever leaves a group or the community is no longer expected at its events."""

from datetime import datetime

from django.db import transaction

from common.access import SYSTEM
from groups.event_states import LIVE
from groups.models import RSVP
from groups.operations.rsvps import release


def give_back_places(*, member_id: int, group_id: int, now: datetime) -> None:
    """In the events of one group. Repeating changes nothing."""
    _give_back(member_id, now, event__group_id=group_id)


def let_go_of_events(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    _give_back(member_id, now)


@transaction.atomic
def _give_back(member_id: int, now: datetime, **where: int) -> None:
    live = RSVP.objects.filter(member_id=member_id, state__in=LIVE, **where)
    for event_id in list(live.order_by("event_id").values_list("event_id", flat=True)):
        release(event_id=event_id, member_id=member_id, actor=SYSTEM, now=now)
