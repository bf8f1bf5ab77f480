from datetime import datetime, timedelta

import pytest

from accounts.models import Notification
from common.errors import NotFound
from common.moves import unreachable
from groups import errors, operations
from groups.door_rules import Scan
from groups.door_states import ATTENDANCE_MOVES
from groups.models import RSVP, Attendance, CheckIn, Ticket
from groups.operations.door_leaving import let_go_of_excuses
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories.door import let_in, over, tickets
from tests.factories.events import answer, draft_input, world
from tests.factories.groups import NOW

pytestmark = pytest.mark.django_db


def confirmed() -> int:
    return FactRow.objects.filter(kind="groups.attendance-confirmed").count()


def attendance(made, who) -> str:
    found = Attendance.objects.filter(rsvp__event=made, rsvp__member=who).first()
    return str(found.state) if found else "-"


def test_every_seat_gets_a_ticket_with_its_own_letters_and_the_line_none() -> None:
    made, (first, second) = world(2, capacity=3, max_party=3)
    answer(made, first, seats=3)
    answer(made, second)
    mine = tickets(made, first)
    assert [one.number for one in mine] == [1, 2, 3]
    assert len({one.code for one in mine}) == len({one.public_id for one in mine}) == 3
    assert tickets(made, second) == []


def test_a_place_given_back_makes_tickets_void_and_the_next_in_line_gets_new_ones() -> None:
    made, (first, second) = world(2, capacity=1)
    answer(made, first)
    answer(made, second)
    old = tickets(made, first)[0]
    operations.cancel_answer(actor=first, event_id=made.pk, now=NOW)
    with pytest.raises(errors.TicketVoid):
        let_in(made, old)
    assert (tickets(made, first), len(tickets(made, second))) == ([], 1)
    assert not CheckIn.objects.exists()


def test_being_asked_again_keeps_the_ticket() -> None:
    made, (first,) = world(1, capacity=1)
    answer(made, first)
    old = tickets(made, first)
    RSVP.objects.filter(event=made).update(state="offered", offer_expires_at=made.starts_at)
    operations.accept_place(actor=first, event_id=made.pk, now=NOW)
    assert tickets(made, first) == old


@pytest.mark.parametrize("form", ["{code}", " {lower} ", "{id}", "https://here.example/door/{id}/"])
def test_a_ticket_lets_in_once_however_it_is_read(form) -> None:
    made, (first,) = world(1)
    answer(made, first)
    mine = tickets(made, first)[0]
    typed = form.format(code=mine.code, lower=mine.code.lower(), id=mine.public_id)
    done = [let_in(made, typed), let_in(made, typed, now=made.starts_at + timedelta(minutes=5))]
    assert [one.is_new for one in done] == [True, False]
    assert done[1].check_in.at == made.starts_at
    assert (CheckIn.objects.count(), attendance(made, first), confirmed()) == (1, "came", 1)


def test_whoever_comes_along_counts_as_a_guest_and_confirms_nobody() -> None:
    made, (first,) = world(1, max_party=2)
    answer(made, first, seats=2)
    own, other = tickets(made, first)
    let_in(made, other)
    assert (attendance(made, first), confirmed()) == ("-", 0)
    let_in(made, own)
    assert (attendance(made, first), confirmed(), CheckIn.objects.count()) == ("came", 1, 2)


@pytest.mark.parametrize("hours", [-3, 3 + 48])
def test_the_door_is_closed_long_before_and_long_after(hours) -> None:
    made, (first,) = world(1)
    answer(made, first)
    with pytest.raises(errors.DoorClosed):
        let_in(made, tickets(made, first)[0], now=made.starts_at + timedelta(hours=hours))
    assert not CheckIn.objects.exists()


def test_nobody_but_the_host_and_the_stewards_keeps_the_door() -> None:
    made, (first,) = world(1)
    answer(made, first)
    with pytest.raises(NotFound):
        let_in(made, tickets(made, first)[0], actor=first)
    with pytest.raises(NotFound):
        operations.admit_later(actor=first, event_id=made.pk, scans=[], now=made.starts_at)
    assert not CheckIn.objects.exists()


def test_letters_of_another_event_are_unknown_here() -> None:
    made, _people = world(1)
    other, (second,) = world(1)
    answer(other, second)
    with pytest.raises(errors.NoSuchTicket):
        let_in(made, tickets(other, second)[0])


def test_an_upload_may_come_twice_and_days_are_counted_by_its_own_times() -> None:
    made, (first, second) = world(2)
    answer(made, first)
    answer(made, second)
    mine, theirs = tickets(made, first)[0].code, tickets(made, second)[0].code
    at = made.starts_at + timedelta(minutes=3)
    scans = [
        Scan(key="phone-0003", code=mine, at=at + timedelta(minutes=9)),
        Scan(key="phone-0001", code=mine, at=at),
        Scan(key="phone-0002", code="nobody", at=at),
        Scan(key="phone-0004", code=theirs, at=made.starts_at - timedelta(hours=9)),
    ]
    later = made.ends_at + timedelta(hours=1)
    upload = [
        operations.admit_later(actor=made.host, event_id=made.pk, scans=scans, now=later) for _n in range(2)
    ]
    said = [{one.key[-1]: str(one.outcome) for one in done} for done in upload]
    assert said[0] == said[1] == {"1": "admitted", "2": "unknown", "3": "again", "4": "closed"}
    assert CheckIn.objects.get().at == at
    assert CheckIn.objects.get().recorded_at == later


def test_a_clock_that_is_ahead_says_no_more_than_now() -> None:
    made, (first,) = world(1)
    answer(made, first)
    scan = Scan(key="phone-0001", code=tickets(made, first)[0].code, at=made.ends_at)
    operations.admit_later(actor=made.host, event_id=made.pk, scans=[scan], now=made.starts_at)
    assert CheckIn.objects.get().at == made.starts_at


def test_whoever_was_not_seen_is_marked_once_told_once_and_may_say_why() -> None:
    made, (came, missed) = world(2)
    answer(made, came)
    answer(made, missed)
    let_in(made, tickets(made, came)[0])
    now = over(made)
    assert operations.count_doors(now=now - timedelta(seconds=1)) == 0
    assert [operations.count_doors(now=now), operations.count_doors(now=now)] == [1, 0]
    run_jobs()
    assert (attendance(made, came), attendance(made, missed)) == ("came", "absent")
    assert Notification.objects.get(kind="groups.missed-event").member == missed
    for word in ("Fever", "Another"):
        operations.excuse_absence(actor=missed, event_id=made.pk, word=word, now=now)
    assert Attendance.objects.get(rsvp__member=missed).word == "Fever"
    let_go_of_excuses(missed.pk, now)
    assert Attendance.objects.get(rsvp__member=missed).word == ""


def test_where_nobody_kept_the_door_nobody_is_marked() -> None:
    made, (first,) = world(1)
    answer(made, first)
    now = over(made)
    assert operations.count_doors(now=now) == 1
    assert not Attendance.objects.exists()


def test_a_late_upload_turns_not_seen_into_was_there() -> None:
    made, (first, second) = world(2)
    answer(made, first)
    answer(made, second)
    let_in(made, tickets(made, first)[0])
    now = over(made)
    operations.count_doors(now=now)
    scan = Scan(key="phone-0001", code=tickets(made, second)[0].code, at=made.starts_at)
    operations.admit_later(actor=made.host, event_id=made.pk, scans=[scan], now=now)
    assert (attendance(made, second), confirmed()) == ("came", 2)


def test_excuses_are_refused_where_nothing_is_to_excuse_too_late_or_without_a_word() -> None:
    made, (came, missed) = world(2)
    answer(made, came)
    answer(made, missed)
    let_in(made, tickets(made, came)[0])
    now = over(made)
    operations.count_doors(now=now)
    tries = [
        (came, "Fever", now, errors.NothingToExcuse),
        (missed, " ", now, errors.WordsMissing),
        (missed, "x" * 301, now, errors.TextTooLong),
        (missed, "Fever", made.ends_at + timedelta(days=7), errors.TooLateToExcuse),
        (made.host, "Fever", now, NotFound),
    ]
    for who, word, at, refusal in tries:
        with pytest.raises(refusal):
            operations.excuse_absence(actor=who, event_id=made.pk, word=word, now=at)
    assert (attendance(made, came), attendance(made, missed)) == ("came", "absent")


def test_whoever_is_inside_and_whoever_missed_it_can_no_more_say_that_they_do_not_come() -> None:
    made, (came, missed) = world(2)
    answer(made, came)
    answer(made, missed)
    let_in(made, tickets(made, came)[0])
    with pytest.raises(errors.EventClosed):
        operations.cancel_answer(actor=came, event_id=made.pk, now=made.starts_at)
    over(made)
    with pytest.raises(errors.EventClosed):
        operations.cancel_answer(actor=missed, event_id=made.pk, now=made.ends_at)
    assert Ticket.objects.filter(voided_at__isnull=False).count() == 0


def test_every_state_is_reached() -> None:
    assert unreachable(ATTENDANCE_MOVES, "absent") == set()


def test_an_event_that_somebody_is_at_moves_to_no_other_time() -> None:
    made, (who,) = world(1)
    answer(made, who)
    let_in(made, tickets(made, who)[0])
    host, later = made.host, draft_input(starts=datetime(2026, 4, 20, 19))
    with pytest.raises(errors.SomebodyInside):
        operations.postpone_event(actor=host, event_id=made.pk, now=NOW)
    with pytest.raises(errors.SomebodyInside):
        operations.change_event(actor=host, event_id=made.pk, given=later, now=NOW)
    made.refresh_from_db()
    assert (made.state, made.sequence) == ("published", 0)


def test_a_second_ticket_of_somebody_who_was_there_admits_and_confirms_nothing_anew() -> None:
    made, (who, other) = world(2)
    answer(made, who)
    answer(made, other)
    let_in(made, tickets(made, who)[0])
    operations.leave_group(actor=who, group_id=made.group_id, now=NOW)
    operations.join_group(actor=who, group_id=made.group_id, now=NOW)
    answer(made, who)
    let_in(made, tickets(made, who)[0])
    let_in(made, tickets(made, other)[0])
    assert (attendance(made, who), confirmed()) == ("came", 2)
