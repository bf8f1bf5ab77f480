"""The three steps after joining: each may be skipped, and they go on where they were left."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from common.access import Actor, allow
from common.errors import NotFound
from portal.models import Arrival
from portal.states import STEPS


@transaction.atomic
def finish_step(*, actor: Actor, step: str, now: datetime) -> None:
    """Note that the member has passed ``step``, saved or skipped. Repeating and going back change nothing.

    Raises: NeedsSignIn, NotFound (no such step).
    """
    allow(actor, "portal.arrive")
    if step not in STEPS:
        raise NotFound
    _note(actor, steps_done=STEPS.index(step) + 1, now=now)


@transaction.atomic
def end_arrival(*, actor: Actor, now: datetime) -> None:
    """Done, or not wanted: nobody is asked again. The first end stays. Raises: NeedsSignIn."""
    allow(actor, "portal.arrive")
    member_id = _note(actor, steps_done=0, now=now)
    Arrival.objects.filter(member_id=member_id, ended_at__isnull=True).update(ended_at=now)


def _note(actor: Actor, *, steps_done: int, now: datetime) -> int:
    """The member's id. Raises: NotFound for jobs, which arrive nowhere."""
    if actor.pk is None:
        raise NotFound
    fresh = Arrival(member_id=actor.pk, began_at=now)
    Arrival.objects.bulk_create([fresh], ignore_conflicts=True)
    if steps_done:
        mine = Arrival.objects.filter(member_id=actor.pk, steps_done__lt=steps_done)
        mine.update(steps_done=Greatest(F("steps_done"), steps_done))
    return actor.pk
