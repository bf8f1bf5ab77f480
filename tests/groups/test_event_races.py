"""Many real connections at one event, on both engines; and the control that shows what the lock is for."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from common.errors import Refused
from groups import operations, reconcile_events
from groups.event_states import RSVPState
from groups.models import RSVP, Event, QueueMove
from tests.factories.events import answer, states, world
from tests.factories.groups import NOW
from tests.groups.event_line import LATER, crashes, held, jumped, mixed, violations
from tests.racing import finished, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.mark.parametrize("minutes", [None, 30])
def test_nobody_is_overbooked_passed_over_or_left_waiting(minutes) -> None:
    for seed in range(2):
        made, people = world(24, capacity=8, offer_minutes=minutes)
        for who in people[:12]:
            answer(made, who)
        operations.cancel_answer(actor=people[0], event_id=made.pk, now=NOW)
        results = race(mixed(made, people, seed=seed))
        made.refresh_from_db()
        assert crashes(results) == []
        assert (held(made) <= made.capacity, jumped(made), violations()) == (True, 0, [])


def test_the_last_place_goes_once_and_an_offer_is_taken_or_ends() -> None:
    made, people = world(6, capacity=1)
    results = Counter(one.state for one in finished(race([partial(answer, made, who) for who in people])))
    assert results == {"going": 1, "waitlisted": 5}
    made, (first, second) = world(2, capacity=1, offer_minutes=30)
    answer(made, first)
    answer(made, second)
    operations.cancel_answer(actor=first, event_id=made.pk, now=NOW)
    soon = LATER - timedelta(seconds=1)
    racers: list[Callable[[], object]] = [
        partial(operations.accept_place, actor=second, event_id=made.pk, now=soon),
        partial(operations.end_offers, now=LATER),
    ]
    taken, _ended = race(racers)
    is_taken = not isinstance(taken, Refused)
    assert states(made, [second]) == ["going" if is_taken else "lapsed"]
    assert held(made) == is_taken


def test_counting_first_and_inserting_then_overbooks_and_the_counters_see_it() -> None:
    """The negative control: what is counted above is not nought by itself."""
    made, people = world(6, capacity=1)
    gate = threading.Barrier(len(people))

    def naive(who, seq: int) -> None:
        is_free = held(made) < made.capacity
        gate.wait(10)
        if is_free:
            RSVP.objects.create(event=made, member=who, seats=1, seq=seq, since=NOW, state=RSVPState.GOING)

    finished(race([partial(naive, who, seq) for seq, who in enumerate(people, start=1)]))
    assert held(made) == 6
    assert len(reconcile_events.places_equal_answers()) == 1
    assert len(reconcile_events.receipts_tell_the_state()) == 6


def test_the_counters_see_a_jump_and_somebody_left_waiting() -> None:
    made, people = world(3, capacity=1)
    for who in people:
        answer(made, who)
    assert jumped(made) == 0
    last = RSVP.objects.get(event=made, member=people[2])
    columns = {"rule": "strict", "seats": 1, "held_before": 1, "held_after": 2, "at": NOW}
    QueueMove.objects.create(event=made, rsvp=last, seq=last.seq, old="waitlisted", new="going", **columns)
    Event.objects.filter(pk=made.pk).update(capacity=2)
    assert jumped(made) == 1
    assert len(reconcile_events.nobody_waits_beside_a_free_place()) == 1
