"""Random lives of one event's line: people come, wait, take places, let them pass; the host changes it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from common.errors import Refused
from groups import operations
from groups.event_rules import next_in
from groups.event_states import HOLDING, LIVE, RSVP_MOVES, RSVPState
from groups.models import RSVP, Event, QueueMove, Ticket
from tests.factories.events import draft_input, world
from tests.factories.groups import NOW
from tests.groups.event_line import held, jumped

STEPS, PEOPLE = 40, 7
WHO = st.integers(0, PEOPLE - 1)
_RULES = ("strict", "small-first")
_MINUTES = (None, 30)


def _reachable(start: str) -> set[str]:
    """One step may move somebody several times: lapsed, in line, offered."""
    seen, todo = {start}, [start]
    while todo:
        for following in RSVP_MOVES.get(todo.pop(), frozenset()) - seen:
            seen.add(following)
            todo.append(following)
    return seen


class RSVPLife(RuleBasedStateMachine):
    """``steps`` counts over all lives; each life has one of the four kinds of line."""

    steps: ClassVar[int] = 0
    lives: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        kind = type(self).lives % 4
        type(self).lives += 1
        self.given: dict[str, Any] = {
            "max_party": 3,
            "queue_rule": _RULES[kind % 2],
            "offer_minutes": _MINUTES[kind // 2],
        }
        self.now: datetime = NOW
        self.made, self.people = world(PEOPLE, capacity=4, **self.given)
        self.states: dict[int, str] = {}
        for who in (0, 1, 2):  # two have a place, the third waits
            operations.answer_event(actor=self.people[who], event_id=self.made.pk, seats=2, now=NOW)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def _seen(self) -> Any:
        event = Event.objects.values_list("seats_held", "capacity", "next_seq", "sequence", "state")
        rows = RSVP.objects.filter(event=self.made).order_by("pk")
        return (
            event.get(pk=self.made.pk),
            list(rows.values_list("pk", "state", "seats", "seq", "version")),
            QueueMove.objects.filter(event=self.made).count(),
            Ticket.objects.filter(event=self.made, voided_at__isnull=True).count(),
        )

    def _try(self, act: Callable[[], object]) -> None:
        """A refusal leaves everything as it was."""
        type(self).steps += 1
        self.now += timedelta(minutes=1)
        before = self._seen()
        try:
            with transaction.atomic():
                act()
        except Refused:
            assert self._seen() == before

    @rule(who=WHO, seats=st.integers(0, 4))
    def answer(self, who: int, seats: int) -> None:
        given: Any = {"actor": self.people[who], "event_id": self.made.pk, "now": self.now}
        self._try(lambda: operations.answer_event(**given, seats=seats))

    @rule(who=WHO)
    def accept(self, who: int) -> None:
        given: Any = {"actor": self.people[who], "event_id": self.made.pk, "now": self.now}
        self._try(lambda: operations.accept_place(**given))

    @rule(who=WHO)
    def cancel(self, who: int) -> None:
        given: Any = {"actor": self.people[who], "event_id": self.made.pk, "now": self.now}
        self._try(lambda: operations.cancel_answer(**given))

    @rule(capacity=st.integers(2, 9))
    def change_capacity(self, capacity: int) -> None:
        given: Any = {"actor": self.made.host, "event_id": self.made.pk, "now": self.now}
        self._try(lambda: operations.set_capacity(**given, capacity=capacity))

    @rule(day=st.integers(3, 6), reconfirm=st.booleans())
    def change_time(self, day: int, reconfirm: bool) -> None:
        capacity = Event.objects.values_list("capacity", flat=True).get(pk=self.made.pk)
        starts = datetime(2026, 4, day, 19)
        given = draft_input(starts=starts, capacity=capacity, **self.given)
        more: Any = {"actor": self.made.host, "event_id": self.made.pk, "now": self.now}
        self._try(lambda: operations.change_event(**more, given=given, reconfirm=reconfirm))

    @rule(minutes=st.sampled_from([1, 31]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self._try(lambda: operations.end_offers(now=self.now))

    @rule(who=WHO)
    def leave_the_group(self, who: int) -> None:
        """And come back, so that there is somebody left to answer."""
        member_id = self.people[who].pk
        given: Any = {"member_id": member_id, "group_id": self.made.group_id, "now": self.now}
        self._try(lambda: operations.give_back_places(**given))

    @invariant()
    def places_add_up_and_are_never_too_many(self) -> None:
        made = Event.objects.get(pk=self.made.pk)
        assert made.seats_held == held(made) <= made.capacity

    @invariant()
    def nobody_waits_beside_a_place_that_fits(self) -> None:
        made = Event.objects.get(pk=self.made.pk)
        line = list(RSVP.objects.filter(event=made, state=RSVPState.WAITLISTED).order_by("seq"))
        assert next_in(line, free=made.free, rule=made.queue_rule) == []

    @invariant()
    def nobody_jumps_the_line(self) -> None:
        if self.given["queue_rule"] == "strict":
            assert jumped(self.made) == 0

    @invariant()
    def the_last_receipt_says_where_everybody_stands(self) -> None:
        moves = QueueMove.objects.filter(event=self.made).order_by("pk").values_list("rsvp_id", "new")
        rows = RSVP.objects.filter(event=self.made).values_list("pk", "state")
        assert dict(moves) == dict(rows)

    @invariant()
    def moves_are_legal_and_offers_have_an_end(self) -> None:
        for row in RSVP.objects.filter(event=self.made):
            assert row.state in _reachable(self.states.get(row.pk, row.state))
            assert (row.offer_expires_at is None) == (row.state != RSVPState.OFFERED)
            self.states[row.pk] = row.state

    @invariant()
    def whoever_has_a_place_has_its_tickets_and_nobody_else_has_any(self) -> None:
        for row in RSVP.objects.filter(event=self.made):
            live = Ticket.objects.filter(rsvp=row, voided_at__isnull=True).count()
            assert live in ((row.seats,) if row.state == RSVPState.GOING else (0, row.seats))
            assert not live or row.state in HOLDING

    @invariant()
    def the_line_has_no_dead_in_it(self) -> None:
        seqs = RSVP.objects.filter(event=self.made, state__in=LIVE).values_list("seq", flat=True)
        assert len(set(seqs)) == len(seqs)


def live(lives: int, *, seed: int = 1) -> None:
    """Raises AssertionError at the first life that breaks a rule."""
    seeded(seed)(RSVPLife)
    run_state_machine_as_test(
        RSVPLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
