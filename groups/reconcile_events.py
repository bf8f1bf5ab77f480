"""What must always hold for events. Each check returns violations as sentences with ids; empty is good."""

from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from common.registries import ReconcileCheck
from groups.event_states import HOLDING, EventState, QueueRule, RSVPState
from groups.models import RSVP, Event, QueueMove


def places_equal_answers() -> list[str]:
    """The places held are the sum of the parties that hold them, and never more than there are."""
    held = Coalesce(Sum("rsvps__seats", filter=Q(rsvps__state__in=HOLDING)), Value(0))
    rows = Event.objects.annotate(held=held).filter(~Q(held=F("seats_held")) | Q(held__gt=F("capacity")))
    return [
        f"event {pk}: {seats} held of {capacity}, answers hold {held}"
        for pk, seats, capacity, held in rows.values_list("pk", "seats_held", "capacity", "held")
    ]


def receipts_tell_the_state() -> list[str]:
    """Every answer's last receipt says the state that it is in."""
    last: dict[int, str] = {}
    moves = QueueMove.objects.order_by("pk").values_list("rsvp_id", "new")
    for rsvp_id, new in moves.iterator():
        last[rsvp_id] = new
    rows = RSVP.objects.order_by("pk").values_list("pk", "state")
    return [f"answer {pk}: {state}, receipt {last.get(pk)}" for pk, state in rows if last.get(pk) != state]


def nobody_waits_beside_a_free_place() -> list[str]:
    """In an open event, the first in line waits only where the party does not fit."""
    wrong = []
    for event in Event.objects.filter(state=EventState.PUBLISHED):
        line = RSVP.objects.filter(event=event, state=RSVPState.WAITLISTED).order_by("seq")
        if event.queue_rule == QueueRule.STRICT:
            line = line[:1]
        wrong += [f"event {event.pk}: answer {one.pk} waits" for one in line if one.seats <= event.free]
    return wrong


CHECKS = (
    ReconcileCheck(key="groups.event-places", title=_("Places at events add up"), run=places_equal_answers),
    ReconcileCheck(
        key="groups.event-receipts", title=_("Receipts tell where answers stand"), run=receipts_tell_the_state
    ),
    ReconcileCheck(
        key="groups.event-line",
        title=_("Nobody waits beside a free place"),
        run=nobody_waits_beside_a_free_place,
    ),
)
