"""Series and deposits, on real connections at the same moment; and what happens where the lock is missing.

The controls need two open transactions at once, which SQLite never has: they run on PostgreSQL.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from groups import deposit_errors, operations
from groups.models import DepositEntry, Event, EventSeries
from groups.operations import series as series_operations
from outbox.models import FactRow
from tests.factories.events import answer, event, world
from tests.factories.groups import NOW
from tests.racing import finished, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
MONTH = timedelta(days=28)
SECONDS = 10


def series_of(made: Event) -> EventSeries:
    return operations.repeat_event(actor=made.host, event_id=made.pk, rhythm="weekly", until=None, now=NOW)


def numbers(series: EventSeries) -> list[int]:
    rows = Event.objects.filter(series=series).order_by("series_number")
    return [one for one in rows.values_list("series_number", flat=True) if one is not None]


def still_open(series: EventSeries) -> int:
    return Event.objects.filter(series=series, state="published").count()


def asked() -> tuple[Event, Any]:
    """An event that asks for a deposit, and somebody who has promised one and comes."""
    made, (who,) = world(1)
    operations.ask_deposit(actor=made.host, event_id=made.pk, fen=2000, hours=24, now=NOW)
    answer(made, who, agrees=True)
    return made, who


def kinds(made: Event) -> list[str]:
    return list(DepositEntry.objects.filter(event=made).order_by("pk").values_list("kind", flat=True))


def record(made: Event) -> DepositEntry:
    return operations.record_deposit(actor=made.host, event_id=made.pk, number=1, kind="received", now=NOW)


def ask(made: Event) -> Event:
    return operations.ask_deposit(actor=made.host, event_id=made.pk, fen=2000, hours=24, now=NOW)


def both(*racers: Callable[[], Any]) -> list[Any]:
    return race(list(racers))


def test_however_many_workers_continue_a_series_each_date_is_made_once() -> None:
    series = series_of(event())
    before = numbers(series)
    later = partial(operations.continue_series, now=NOW + MONTH)
    counts = finished(race([later] * 6))
    after = numbers(series)
    assert after == list(range(len(before) + 4))
    assert sum(counts) == 4
    told = FactRow.objects.filter(kind="groups.event-published").values_list("subject", flat=True)
    assert len(told) == len(set(told)) == len(after)


@pytest.mark.postgres
def test_without_the_lock_of_the_series_two_workers_make_the_same_date(monkeypatch) -> None:
    """The control: only the constraint is left, and one worker crashes on it."""
    series = series_of(event())
    gate = threading.Barrier(2)

    def unlocked(series_id: int) -> EventSeries:
        found = EventSeries.objects.get(pk=series_id)
        gate.wait(SECONDS)
        return found

    monkeypatch.setattr(series_operations, "lock_series", unlocked)
    results = race([partial(operations.continue_series, now=NOW + MONTH)] * 2)
    assert sum(isinstance(one, IntegrityError) for one in results) == 1
    assert len(numbers(series)) == len(set(numbers(series)))


@pytest.mark.parametrize("_round", range(3))
def test_a_series_that_ends_while_it_is_continued_leaves_nothing_open(_round) -> None:
    made = event()
    series = series_of(made)
    end = partial(operations.end_series, actor=made.host, event_id=made.pk, how="all", now=NOW)
    finished(both(end, partial(operations.continue_series, now=NOW + MONTH)))
    series.refresh_from_db()
    assert (series.state, still_open(series)) == ("ended", 0)
    assert operations.continue_series(now=NOW + 2 * MONTH) == 0


@pytest.mark.postgres
def test_without_the_lock_of_the_series_dates_open_after_its_end(monkeypatch) -> None:
    """The control: a worker that looked before the end goes on after it."""
    made = event()
    series = series_of(made)
    looked, ended = threading.Event(), threading.Event()

    def unlocked(series_id: int) -> EventSeries:
        found = EventSeries.objects.get(pk=series_id)
        looked.set()
        assert ended.wait(SECONDS)
        return found

    def end() -> None:
        assert looked.wait(SECONDS)
        operations.end_series(actor=made.host, event_id=made.pk, how="all", now=NOW)
        ended.set()

    monkeypatch.setattr(series_operations, "lock_series", unlocked)
    finished(both(end, partial(operations.continue_series, now=NOW + MONTH)))
    series.refresh_from_db()
    assert series.state == "ended" and still_open(series) > 0


def test_a_deposit_is_received_from_whoever_comes_or_not_at_all() -> None:
    for _round in range(4):
        made, who = asked()
        cancel = partial(operations.cancel_answer, actor=who, event_id=made.pk, now=NOW)
        noted, left = both(partial(record, made), cancel)
        assert left.state == "cancelled"
        is_noted = isinstance(noted, DepositEntry)
        assert is_noted or isinstance(noted, deposit_errors.DepositNotDue)
        assert kinds(made) == (["promised", "received"] if is_noted else ["promised"])


@pytest.mark.postgres
def test_without_the_lock_of_the_event_a_deposit_comes_from_somebody_who_has_left(monkeypatch) -> None:
    """The control: she was seen as coming, left, and her deposit was written down after that."""
    made, who = asked()
    looked, left = threading.Event(), threading.Event()

    def late(actor: Any) -> Any:
        looked.set()
        assert left.wait(SECONDS)
        return actor

    def leave() -> None:
        assert looked.wait(SECONDS)
        operations.cancel_answer(actor=who, event_id=made.pk, now=NOW)
        left.set()

    monkeypatch.setattr("groups.operations.deposits.lock_event", lambda pk: Event.objects.get(pk=pk))
    monkeypatch.setattr("groups.operations.deposits.as_member", late)
    noted, gone = both(partial(record, made), leave)
    assert (isinstance(noted, DepositEntry), gone) == (True, None)
    assert made.rsvps.get().state == "cancelled" and kinds(made) == ["promised", "received"]


def test_two_hosts_at_once_write_a_deposit_down_once() -> None:
    made, _who = asked()
    entries = finished(race([partial(record, made)] * 4))
    assert len({one.pk for one in entries}) == 1
    assert kinds(made) == ["promised", "received"]


def is_unpromised(made: Event) -> bool:
    """Somebody comes without having agreed to the deposit that the event asks for."""
    made.refresh_from_db()
    comes = made.rsvps.filter(state="going").exists()
    return bool(made.deposit_fen) and comes and not DepositEntry.objects.filter(event=made).exists()


def test_nobody_comes_without_having_agreed_to_a_deposit_that_is_asked_for_meanwhile() -> None:
    for _round in range(4):
        made, (who,) = world(1)
        put, came = both(partial(ask, made), partial(answer, made, who))
        assert not is_unpromised(made)
        refused = [one for one in (put, came) if isinstance(one, Exception)]
        assert [type(one) for one in refused] in (
            [deposit_errors.DepositPromised],
            [deposit_errors.DepositNotAgreed],
        )
        assert (made.deposit_fen == 0) == isinstance(put, deposit_errors.DepositPromised)


@pytest.mark.postgres
def test_without_the_lock_of_the_event_somebody_comes_unasked(monkeypatch) -> None:
    """The control: nobody had answered when the host looked, and somebody has when it is written."""
    made, (who,) = world(1)
    looked, came, save = threading.Event(), threading.Event(), Event.save

    def late(self: Event, *args: Any, **kwargs: Any) -> None:
        if "deposit_fen" in (kwargs.get("update_fields") or ()):
            looked.set()
            assert came.wait(SECONDS)
        save(self, *args, **kwargs)

    def come() -> None:
        assert looked.wait(SECONDS)
        answer(made, who)
        came.set()

    monkeypatch.setattr("groups.operations.events.lock_event", lambda pk: Event.objects.get(pk=pk))
    monkeypatch.setattr(Event, "save", late)
    finished(both(partial(ask, made), come))
    assert is_unpromised(made)
