"""A deposit is a promise to come: recorded, never paid here."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Member, Notification
from common.errors import NotFound
from groups import deposit_errors, deposit_leaving, errors, operations, queries
from groups.models import Attendance, DepositEntry, Event
from outbox.testing import run_jobs
from tests.factories.events import answer, event, world
from tests.factories.groups import NOW, group, member

pytestmark = pytest.mark.django_db


def asked(people: int = 1, **given) -> tuple[Event, list[Member]]:
    made, members = world(people, **given)
    operations.ask_deposit(actor=made.host, event_id=made.pk, fen=2000, hours=24, now=NOW)
    made.refresh_from_db()
    return made, members


def record(made: Event, kind: str, *, number: int = 1, now: datetime = NOW) -> DepositEntry:
    return operations.record_deposit(actor=made.host, event_id=made.pk, number=number, kind=kind, now=now)


def kinds(made: Event) -> list[str]:
    return list(DepositEntry.objects.filter(event=made).order_by("pk").values_list("kind", flat=True))


def received() -> tuple[Event, Member]:
    made, (who,) = asked()
    answer(made, who, agrees=True)
    record(made, "received")
    return made, who


def missed(made: Event, who: Member, state: str = "absent") -> None:
    Attendance.objects.create(rsvp=made.rsvps.get(member=who), state=state, since=NOW)


def test_nobody_answers_without_having_agreed() -> None:
    made, (who,) = asked()
    with pytest.raises(deposit_errors.DepositNotAgreed):
        answer(made, who)
    assert not made.rsvps.exists()
    answer(made, who, agrees=True)
    entry = DepositEntry.objects.get()
    assert (entry.kind, entry.fen, entry.rsvp.member_id, entry.by_id) == ("promised", 2000, who.pk, None)


def test_its_host_and_events_that_ask_for_none_need_no_word() -> None:
    made, _people = asked()
    answer(made, made.host)
    plain, (other,) = world(1)
    answer(plain, other)
    assert not DepositEntry.objects.exists()


def test_leaving_and_coming_back_promises_once_until_it_is_settled() -> None:
    made, (who,) = asked()
    for _ in range(2):
        answer(made, who, agrees=True)
        operations.cancel_answer(actor=who, event_id=made.pk, now=NOW)
    answer(made, who, agrees=True)
    assert kinds(made) == ["promised"]
    record(made, "waived", number=made.rsvps.get().seq)
    operations.cancel_answer(actor=who, event_id=made.pk, now=NOW)
    answer(made, who, agrees=True)
    assert kinds(made) == ["promised", "waived", "promised"]


def test_stays_as_it_is_once_somebody_answered() -> None:
    made, (who,) = asked()
    answer(made, who, agrees=True)
    with pytest.raises(deposit_errors.DepositPromised):
        operations.ask_deposit(actor=made.host, event_id=made.pk, fen=5000, hours=24, now=NOW)
    made.refresh_from_db()
    assert made.deposit_fen == 2000
    operations.ask_deposit(actor=made.host, event_id=made.pk, fen=2000, hours=24, now=NOW)


@pytest.mark.parametrize(("fen", "hours"), [(-1, 24), (100_001, 24), (2000, -1), (2000, 337)])
def test_refuses_amounts_and_hours_out_of_range(fen, hours) -> None:
    made = event()
    with pytest.raises(errors.OutOfRange):
        operations.ask_deposit(actor=made.host, event_id=made.pk, fen=fen, hours=hours, now=NOW)


def test_each_act_is_written_once_and_told_once() -> None:
    made, who = received()
    record(made, "received")
    record(made, "returned")
    record(made, "returned")
    run_jobs()
    assert kinds(made) == ["promised", "received", "returned"]
    told = Notification.objects.filter(member_id=who.pk).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["groups.deposit-received", "groups.deposit-returned"]


@pytest.mark.parametrize(
    ("before", "kind"),
    [([], "returned"), ([], "kept"), (["received"], "waived"), (["received", "returned"], "kept")],
)
def test_refuses_what_does_not_follow(before, kind) -> None:
    made, (who,) = asked()
    answer(made, who, agrees=True)
    for one in before:
        record(made, one)
    missed(made, who)
    with pytest.raises(deposit_errors.DepositNotDue):
        record(made, kind)
    assert kinds(made) == ["promised", *before]


def test_is_not_received_of_who_has_no_place() -> None:
    made, (first, second) = asked(2, capacity=1)
    answer(made, first, agrees=True)
    answer(made, second, agrees=True)
    with pytest.raises(deposit_errors.DepositNotDue):
        record(made, "received", number=2)


def test_may_be_kept_of_who_was_not_seen_and_given_back_after_all() -> None:
    made, who = received()
    missed(made, who)
    assert record(made, "kept").reason == "not-seen"
    book = queries.deposit_book(event=made, viewer=made.host)
    assert (book.received, book.returned, book.kept, book.held) == (2000, 0, 2000, 0)
    record(made, "returned")
    book = queries.deposit_book(event=made, viewer=made.host)
    assert (book.received, book.returned, book.kept, book.held) == (2000, 2000, 0, 0)


def test_may_be_kept_of_who_cancelled_too_late_only() -> None:
    made, who = received()
    late = made.starts_at - timedelta(hours=23)
    operations.cancel_answer(actor=who, event_id=made.pk, now=late)
    assert record(made, "kept", now=late).reason == "too-late"
    other, someone = received()
    operations.cancel_answer(actor=someone, event_id=other.pk, now=other.starts_at - timedelta(hours=24))
    with pytest.raises(deposit_errors.DepositGoesBack):
        record(other, "kept")


@pytest.mark.parametrize("state", ["came", "excused", None])
def test_goes_back_to_who_came_or_said_why_or_whose_event_is_not_over(state) -> None:
    made, who = received()
    if state:
        missed(made, who, state)
    with pytest.raises(deposit_errors.DepositGoesBack):
        record(made, "kept")
    assert kinds(made)[-1] == "received"


def test_goes_back_when_the_event_is_called_off() -> None:
    made, who = received()
    missed(made, who)
    operations.call_off_event(actor=made.host, event_id=made.pk, now=NOW)
    with pytest.raises(deposit_errors.DepositGoesBack):
        record(made, "kept")
    assert record(made, "returned").kind == "returned"


def test_is_written_by_who_runs_the_event_only() -> None:
    who = member()
    made = event(group=group(who))
    with pytest.raises(NotFound):
        operations.ask_deposit(actor=who, event_id=made.pk, fen=2000, hours=24, now=NOW)
    operations.ask_deposit(actor=made.host, event_id=made.pk, fen=2000, hours=24, now=NOW)
    answer(made, who, agrees=True)
    with pytest.raises(NotFound):
        operations.record_deposit(actor=who, event_id=made.pk, number=1, kind="waived", now=NOW)
    with pytest.raises(NotFound):
        record(made, "received", number=9)
    with pytest.raises(errors.UnknownChoice):
        record(made, "promised")
    assert kinds(made) == ["promised"]


def test_the_book_is_written_once() -> None:
    made, _who = received()
    for statement in ("UPDATE groups_depositentry SET fen = 1", "DELETE FROM groups_depositentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert kinds(made) == ["promised", "received"]


def test_dates_of_a_series_ask_for_the_same() -> None:
    made, _people = asked()
    series = operations.repeat_event(actor=made.host, event_id=made.pk, rhythm="weekly", until=None, now=NOW)
    assert set(series.events.values_list("deposit_fen", flat=True)) == {2000}


def test_stands_in_the_archive() -> None:
    made, who = received()
    (found,) = deposit_leaving.export_deposits(who.pk)
    assert len(list(found.rows)) == 2
    (others,) = deposit_leaving.export_deposits(made.host_id)
    assert not list(others.rows)


def test_pages_say_the_rules_before_and_the_book_after(client) -> None:
    made, (who,) = asked()
    client.force_login(who)
    page = client.get(f"/events/{made.public_id}/answer/").content.decode()
    assert "¥20" in page and 'name="agrees"' in page
    client.post(f"/events/{made.public_id}/answer/", {"seats": 1, "nonce": "n1"})
    assert not DepositEntry.objects.exists()
    answer(made, who, agrees=True)
    client.force_login(made.host)
    book = client.get(f"/events/{made.public_id}/deposits/").content.decode()
    assert "¥20" in book
    plain = event(group=made.group)
    assert 'name="agrees"' not in client.get(f"/events/{plain.public_id}/answer/").content.decode()
