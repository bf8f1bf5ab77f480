"""Whoever leaves a group or the community is no longer expected at its events."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from common.access import SYSTEM
from common.registries import Waiting
from groups.event_states import LIVE, TO_COME
from groups.models import RSVP, Event
from groups.operations.indexing import index_event
from groups.operations.rsvps import lock_event, release


def give_back_places(*, member_id: int, group_id: int, now: datetime) -> None:
    """In the events of one group. Repeating changes nothing."""
    _give_back(member_id, now, event__group_id=group_id)


def let_go_of_events(member_id: int, now: datetime) -> Waiting | None:
    """The erasure's step: places go back, and where and what a host wrote of an event goes once it is over.

    The others who come need it until then. Repeating changes nothing.
    """
    _give_back(member_id, now)
    hosted = Event.objects.filter(host_id=member_id)
    for event_id in list(hosted.exclude(state__in=TO_COME).order_by("pk").values_list("pk", flat=True)):
        _forget_words(event_id)
    if hosted.filter(state__in=TO_COME).exists():
        return Waiting(reason=gettext_lazy("An event that you host has yet to take place."))
    return None


@transaction.atomic
def _forget_words(event_id: int) -> None:
    event = lock_event(event_id)
    event.venue = event.map_url = event.word = ""
    event.about = {}
    event.save(update_fields=["venue", "map_url", "word", "about"])
    index_event(event)


@transaction.atomic
def _give_back(member_id: int, now: datetime, **where: int) -> None:
    live = RSVP.objects.filter(member_id=member_id, state__in=LIVE, **where)
    for event_id in list(live.order_by("event_id").values_list("event_id", flat=True)):
        release(event_id=event_id, member_id=member_id, actor=SYSTEM, now=now)
