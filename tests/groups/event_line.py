"""What must hold of an event's line whoever asks at once, and everybody asking at once."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db.models import Sum

from accounts.models import Member
from common.errors import Refused
from groups import operations, reconcile_events
from groups.event_states import HOLDING, RSVPState
from groups.models import RSVP, Event, QueueMove
from tests.factories.events import answer
from tests.factories.groups import NOW

LATER = NOW + timedelta(minutes=30)


def held(made: Event) -> int:
    return RSVP.objects.filter(event=made, state__in=HOLDING).aggregate(n=Sum("seats"))["n"] or 0


def violations() -> list[str]:
    return [line for check in reconcile_events.CHECKS for line in check.run()]


def crashes(results: list[object]) -> list[object]:
    """What ended in anything but an answer or a refusal: deadlocks above all."""
    return [one for one in results if isinstance(one, BaseException) and not isinstance(one, Refused)]


def jumped(made: Event) -> int:
    """Whoever got a place while a lower number waited, by the receipts, which are written in order."""
    line: set[int] = set()
    count = 0
    for old, new, seq in QueueMove.objects.filter(event=made).order_by("pk").values_list("old", "new", "seq"):
        if new == RSVPState.WAITLISTED:
            line.add(seq)
        elif old == RSVPState.WAITLISTED:
            line.discard(seq)
            count += new in HOLDING and any(waiting < seq for waiting in line)
    return count


def mixed(made: Event, people: list[Member], *, seed: int) -> list[Callable[[], object]]:
    """Newcomers, cancels, changed capacities, accepted and expired offers, all at once."""
    draw = random.Random(seed)
    half = len(people) // 2
    calls: list[Callable[[], object]] = [partial(answer, made, who, now=LATER) for who in people[half:]]
    for who in people[:half]:
        verb = draw.choice((operations.cancel_answer, operations.accept_place, operations.cancel_answer))
        calls.append(partial(verb, actor=who, event_id=made.pk, now=LATER))
    for size in (6, 9, 12):
        change = partial(operations.set_capacity, actor=made.host, event_id=made.pk, now=LATER)
        calls.append(partial(change, capacity=size))
    calls += [partial(operations.end_offers, now=LATER) for _ in range(3)]
    draw.shuffle(calls)
    return calls
