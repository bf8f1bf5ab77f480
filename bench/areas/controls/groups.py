"""Controls of the groups' figures, in small sizes."""

import secrets
import time
from importlib import import_module

from django.db import connection

from accounts.models import Member
from bench.areas.controls.chaos import caught
from bench.areas.groups.rsvp_race import race_for_places
from bench.areas.groups.tickets import scan_all
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from groups.event_states import RSVPState
from groups.models import RSVP, Event
from tests.factories.events import answer
from tests.factories.groups import NOW
from tests.groups.event_line import held

ROUNDS = 2


@counted("controls.rsvp-race-guarded", stacks=[SQLITE, POSTGRES_REDIS])
def rsvp_race_guarded(trial: Trial) -> Figure:
    return race_for_places(trial, rounds=ROUNDS, least=ROUNDS, join=answer)


@counted("controls.rsvp-race-counted-first", stacks=[SQLITE, POSTGRES_REDIS])
def rsvp_race_counted_first(trial: Trial) -> Figure:
    """Newcomers are counted and then written, as a plain view would do it, while places are free."""
    figure = race_for_places(trial, rounds=ROUNDS, least=ROUNDS, join=_count_and_insert, before=10)
    return caught(figure, "overbooked")


@counted("controls.tickets-guarded", stacks=[POSTGRES_REDIS])
def tickets_guarded(trial: Trial) -> Figure:
    return scan_all(trial, people=40, least=80)


# SQLite's single writer hides the gap between looking and writing.
@counted("controls.tickets-without-lock", stacks=[POSTGRES_REDIS])
def tickets_without_lock(trial: Trial) -> Figure:
    """The door only looks whether somebody is in; neither lock nor unique key."""
    door = import_module("groups.operations.door")
    vars(door)["lock_event"] = lambda event_id: Event.objects.get(pk=event_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'groups_checkin'::regclass AND contype = 'u'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE groups_checkin DROP CONSTRAINT "{name}"')
    return caught(scan_all(trial, people=40, least=80), "doubled")


def _count_and_insert(made: Event, who: Member) -> None:
    is_free = held(made) < Event.objects.values_list("capacity", flat=True).get(pk=made.pk)
    time.sleep(0.005)  # what a view does between the look and the write
    state = RSVPState.GOING if is_free else RSVPState.WAITLISTED
    seq = 1_000 + secrets.randbelow(1_000_000_000)
    RSVP.objects.get_or_create(
        event=made, member=who, defaults={"seats": 1, "seq": seq, "since": NOW, "state": state}
    )
