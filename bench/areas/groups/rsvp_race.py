"""Two hundred ask for an event's places at once: they join, cancel, accept, offers end, capacity changes."""

import random
import time
from collections.abc import Callable, Sequence
from functools import partial

from django.conf import settings

from accounts.models import Member
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.racing import race
from bench.trial import Trial
from groups import operations, reconcile_events
from groups.event_states import RSVPState
from groups.models import RSVP, Event
from tests.factories.events import answer, event
from tests.factories.groups import NOW, group, member
from tests.groups.event_line import LATER, crashes, held, jumped

ROUNDS, REQUESTS, LANES, PEOPLE = 20, 200, 25, 120
_NO_LIMITS = {"groups.founded-a-day": 1_000_000}
Call = Callable[[], object]


@counted("groups.rsvp-race", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    return race_for_places(trial, rounds=trial.size(ROUNDS), join=answer)


def race_for_places(
    trial: Trial,
    *,
    rounds: int,
    join: Callable[[Event, Member], object],
    least: int = ROUNDS,
    before: int = PEOPLE // 2,
) -> Figure:
    """``join`` is what a newcomer calls; so many have a place or a number ``before``."""
    settings.LIMITS = _NO_LIMITS
    people = [member() for _n in range(PEOPLE)]
    home = group(*people)
    wrong = dict.fromkeys(("overbooked", "jumped", "starved", "deadlocked"), 0)
    requests, worst, notes = 0, 0.0, []
    for number in range(rounds):
        made = event(group=home, capacity=30, offer_minutes=(None, 30)[number % 2])
        calls = _mixed(made, people, join, random.Random(number), before)
        began = time.perf_counter()
        results = _in_lanes(calls)
        worst = max(worst, time.perf_counter() - began)
        requests += len(results)
        made.refresh_from_db()
        broken = crashes(results)
        notes += [f"round {number}: {one!r}"[:200] for one in broken]
        wrong["overbooked"] += held(made) > made.capacity or held(made) != made.seats_held
        wrong["jumped"] += jumped(made)
        wrong["starved"] += _starved(made)
        wrong["deadlocked"] += len(broken)
    found = [line for check in reconcile_events.CHECKS for line in check.run()]
    return trial.figure(
        ok=rounds >= least and requests >= rounds * REQUESTS and not any(wrong.values()) and not found,
        numbers={
            "rounds": rounds,
            "requests": requests,
            **wrong,
            "violations": len(found),
            "worst_seconds": round(worst, 2),
        },
        notes={"crashes": notes[:20], "violations": found[:20]},
    )


def _mixed(
    made: Event,
    people: Sequence[Member],
    join: Callable[[Event, Member], object],
    draw: random.Random,
    half: int,
) -> list[Call]:
    """``half`` of the people have a place or a number before; then everything happens at once."""
    for who in people[:half]:
        answer(made, who)
    calls: list[Call] = [partial(join, made, who) for who in people[half:]]
    for who in people[:half]:
        gone = partial(operations.cancel_answer, actor=who, event_id=made.pk, now=LATER)
        taken = partial(operations.accept_place, actor=who, event_id=made.pk, now=NOW)
        calls += [taken, gone] if draw.random() < 0.5 else [taken]
    for _n in range(12):
        change = partial(operations.set_capacity, actor=made.host, event_id=made.pk, now=NOW)
        calls.append(partial(change, capacity=draw.choice((28, 32, 36, 40))))
        calls.append(partial(operations.end_offers, now=LATER))
    while len(calls) < REQUESTS:
        who = draw.choice(people)
        back = partial(operations.cancel_answer, actor=who, event_id=made.pk, now=NOW)
        calls.append(draw.choice((partial(join, made, who), back)))
    draw.shuffle(calls)
    return calls


def _in_lanes(calls: Sequence[Call]) -> list[object]:
    """As many connections as lanes, all let go at one moment; each goes on to its next call at once."""

    def drive(lane: Sequence[Call]) -> list[object]:
        done: list[object] = []
        for call in lane:
            try:
                done.append(call())
            except Exception as error:
                done.append(error)
        return done

    lanes = [partial(drive, calls[number::LANES]) for number in range(LANES)]
    found: list[object] = []
    for done in race(lanes, timeout_seconds=300):
        found += [done] if isinstance(done, BaseException) else done
    return found


def _starved(made: Event) -> int:
    """Whoever waits beside a place that is free."""
    line = RSVP.objects.filter(event=made, state=RSVPState.WAITLISTED)
    return min(made.free, line.count()) if made.free > 0 else 0
