"""Reminders: a day before, and again shortly before."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.notifications import News
from accounts.operations.notifications import notify
from groups.event_rules import REMINDERS
from groups.event_states import EventState, RSVPState
from groups.models import RSVP, Event
from groups.operations.rsvps import lock_event

REMINDER = "groups.event-reminder"


def remind(*, now: datetime) -> int:
    """Remind whoever comes; how many events. Repeating, also hours late, reminds nobody twice.

    Whoever is reminded shortly before is not told once more that it is tomorrow.
    """
    done = 0
    for hours, step in REMINDERS:
        rows = Event.objects.filter(state=EventState.PUBLISHED, reminded__lt=step)
        due = rows.filter(starts_at__gt=now, starts_at__lte=now + timedelta(hours=hours))
        for event_id in list(due.order_by("pk").values_list("pk", flat=True)):
            done += _remind(event_id, step=step, now=now)
    return done


@transaction.atomic
def _remind(event_id: int, *, step: int, now: datetime) -> int:
    event = lock_event(event_id)
    if event.state != EventState.PUBLISHED or event.reminded >= step:
        return 0
    rows = RSVP.objects.filter(event=event, state=RSVPState.GOING).order_by("seq")
    notify(
        [
            News(
                kind=REMINDER,
                member_id=member_id,
                about=f"event:{event.pk}-{event.sequence}.{step}",
                topic=f"group:{event.group_id}",
                expires_at=event.starts_at,
                on=event.starts_at.date(),
            )
            for member_id in rows.values_list("member_id", flat=True)
        ],
        now=now,
    )
    Event.objects.filter(pk=event.pk).update(reminded=step)
    return 1
