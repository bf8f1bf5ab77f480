"""One ticket at many doors at once, on both engines; and the control that shows what the guards are for."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from groups import operations
from groups.door_rules import Scan
from groups.models import Attendance, CheckIn
from outbox.models import FactRow
from tests.factories.door import let_in, tickets
from tests.factories.events import answer, world
from tests.racing import finished, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_a_ticket_scanned_at_once_by_many_lets_in_once() -> None:
    made, (first,) = world(1)
    answer(made, first)
    code = tickets(made, first)[0].code
    calls = [partial(let_in, made, code) for _n in range(6)]
    done = finished(race(calls))
    assert [one.is_new for one in done].count(True) == 1
    assert (CheckIn.objects.count(), Attendance.objects.count()) == (1, 1)
    assert FactRow.objects.filter(kind="groups.attendance-confirmed").count() == 1


def test_the_same_upload_from_two_tabs_lets_in_once() -> None:
    made, people = world(4)
    for who in people:
        answer(made, who)
    scans = [
        Scan(key=f"phone-{n:04}", code=tickets(made, who)[0].code, at=made.starts_at)
        for n, who in enumerate(people)
    ]
    later = made.ends_at + timedelta(hours=1)
    upload = partial(operations.admit_later, actor=made.host, event_id=made.pk, scans=scans, now=later)
    for done in finished(race([upload, upload, upload])):
        assert {str(one.outcome) for one in done} == {"admitted"}
    assert CheckIn.objects.count() == 4


def test_a_place_is_given_back_or_let_in_never_both() -> None:
    made, (first,) = world(1)
    answer(made, first)
    code = tickets(made, first)[0].code
    cancel = partial(operations.cancel_answer, actor=first, event_id=made.pk, now=made.starts_at)
    racers: list[Callable[[], object]] = [partial(let_in, made, code), cancel]
    let, gone = race(racers)
    first_rsvp = made.rsvps.get()
    is_in = CheckIn.objects.exists()
    assert isinstance(gone, Exception) == is_in
    assert isinstance(let, Exception) != is_in
    assert first_rsvp.state == ("going" if is_in else "cancelled")


def test_looking_first_and_then_letting_in_lets_in_twice() -> None:
    """The negative control: without the lock all look before anybody writes."""
    made, (first,) = world(1)
    answer(made, first)
    mine = tickets(made, first)[0]
    gate = threading.Barrier(4)
    entered = []

    def naive() -> None:
        is_new = not CheckIn.objects.filter(ticket=mine).exists()
        gate.wait(10)
        if is_new:
            entered.append(1)

    finished(race([naive] * 4))
    assert len(entered) == 4
