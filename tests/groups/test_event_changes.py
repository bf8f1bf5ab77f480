from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import Notification
from common.errors import IllegalMove, NotFound
from groups import errors, operations, reconcile_events
from groups.models import RSVP, Event
from outbox.testing import run_jobs
from tests.factories.events import answer, draft_input, event, states, world
from tests.factories.groups import NOW, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _adds_up():
    yield
    assert [line for check in reconcile_events.CHECKS for line in check.run()] == []


def change(made: Event, *, reconfirm: bool = False, word: str = "", **given) -> Event:
    same = {"capacity": made.capacity, "max_party": made.max_party, "offer_minutes": made.offer_minutes}
    typed = replace(draft_input(), **{**same, **given})
    return operations.change_event(
        actor=made.host, event_id=made.pk, given=typed, reconfirm=reconfirm, word=word, now=NOW
    )


def told() -> list[tuple[int, str]]:
    run_jobs()
    return sorted(Notification.objects.values_list("member_id", "kind"))


def test_another_time_is_told_to_everybody_who_answered_but_the_host() -> None:
    made, (first, second) = world(2, capacity=1)
    for who in (first, second):
        answer(made, who)
    changed = change(made, starts=datetime(2026, 4, 4, 19), word="The day after")
    assert (changed.sequence, changed.starts_wall) == (1, "2026-04-04T19:00")
    assert told() == [(first.pk, "groups.event-changed"), (second.pk, "groups.event-changed")]


def test_repeating_the_same_or_mending_a_word_tells_nobody() -> None:
    made, (who,) = world(1)
    answer(made, who)
    assert change(made, title={"en": "Card game"}).sequence == 0
    assert change(made, capacity=20).sequence == 0
    assert told() == []


def test_who_comes_is_asked_again_holds_the_place_and_lets_it_go_by_silence() -> None:
    made, (first, second, third) = world(3, capacity=2)
    for who in (first, second, third):
        answer(made, who)
    change(made, starts=datetime(2026, 4, 10, 19), reconfirm=True)
    assert states(made, [first, second, third]) == ["offered", "offered", "waitlisted"]
    assert [kind for _who, kind in told()].count("groups.event-reconfirm") == 2
    operations.accept_place(actor=first, event_id=made.pk, now=NOW)
    operations.end_offers(now=NOW + timedelta(hours=48))
    assert states(made, [first, second, third]) == ["going", "lapsed", "going"]
    kinds = [kind for _who, kind in told()]
    assert kinds.count("groups.place-lapsed") == kinds.count("groups.seated") == 1


def test_no_offer_outlives_an_earlier_start() -> None:
    made, (first, second) = world(2, capacity=1, offer_minutes=7 * 24 * 60)
    answer(made, first)
    answer(made, second)
    operations.cancel_answer(actor=first, event_id=made.pk, now=NOW)
    change(made, starts=datetime(2026, 4, 2, 9))
    mine = RSVP.objects.select_related("event").get(member=second)
    assert mine.offer_expires_at == mine.event.starts_at


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"capacity": 1, "max_party": 1}, errors.PlacesTaken),
        ({"max_party": 1}, errors.OutOfRange),
        ({"queue_rule": "small-first"}, errors.RuleInUse),
        ({"starts": datetime(2026, 3, 1, 19)}, errors.InThePast),
    ],
)
def test_nobody_loses_a_place_a_party_or_the_rule(given, refusal) -> None:
    made, (first, second) = world(2, capacity=2, max_party=2)
    answer(made, first, seats=2)
    answer(made, second)
    with pytest.raises(refusal):
        change(made, **given)
    made.refresh_from_db()
    assert (made.capacity, made.max_party, made.sequence) == (2, 2, 0)


def test_changing_is_refused_to_strangers_and_once_it_has_begun() -> None:
    made = event()
    with pytest.raises(NotFound):
        operations.change_event(actor=member(), event_id=made.pk, given=draft_input(), now=NOW)
    operations.follow_clock(now=made.starts_at)
    with pytest.raises(errors.TooLateToChange):
        change(made)
    with pytest.raises(errors.TooLateToChange):
        operations.set_capacity(actor=made.host, event_id=made.pk, capacity=50, now=NOW)


def test_what_is_put_off_keeps_the_line_and_opens_again_with_a_new_time() -> None:
    made, (first, second) = world(2, capacity=1)
    answer(made, first)
    answer(made, second)
    for _twice in range(2):
        operations.postpone_event(actor=made.host, event_id=made.pk, word="Rain", now=NOW)
    with pytest.raises(errors.EventClosed):
        answer(made, member_of(made))
    operations.cancel_answer(actor=first, event_id=made.pk, now=NOW)
    assert states(made, [second]) == ["waitlisted"]
    changed = change(made, starts=datetime(2026, 4, 20, 19))
    assert (changed.state, changed.sequence) == ("published", 2)
    assert states(made, [second]) == ["going"]


def member_of(made: Event):
    who = member()
    operations.join_group(actor=who, group_id=made.group_id, now=NOW)
    return who


def test_calling_off_tells_everybody_once_and_nothing_moves_after_it() -> None:
    made, (first, second) = world(2, capacity=1)
    answer(made, first)
    answer(made, second)
    for _twice in range(2):
        operations.call_off_event(actor=made.host, event_id=made.pk, word="Closed", now=NOW)
    assert told() == [(first.pk, "groups.event-called-off"), (second.pk, "groups.event-called-off")]
    run_jobs()
    with pytest.raises(IllegalMove):
        operations.postpone_event(actor=made.host, event_id=made.pk, now=NOW)


def test_a_draft_that_is_called_off_tells_nobody() -> None:
    made = event(publish=False)
    assert operations.call_off_event(actor=made.host, event_id=made.pk, now=NOW).sequence == 0


def test_replaying_the_news_days_later_tells_nobody_twice() -> None:
    made, (who,) = world(1)
    answer(made, who)
    change(made, venue="Another tea house")
    for days in (0, 1, 3):
        operations.tell_of_change(
            event_id=made.pk, sequence=1, what="changed", happened_at=NOW, now=NOW + timedelta(days=days)
        )
    assert Notification.objects.filter(member=who).count() == 1


def test_reminders_go_out_twice_at_most_however_late_the_clock_comes() -> None:
    made, (first, second) = world(2, capacity=1)
    answer(made, first)
    answer(made, second)
    hours_before = (30, 24, 23, 20, 3, 2.5, 1, 0)
    counts = []
    for hours in hours_before:
        operations.remind(now=made.starts_at - timedelta(hours=hours))
        counts.append(Notification.objects.filter(kind="groups.event-reminder").count())
    assert counts == [0, 1, 1, 1, 2, 2, 2, 2]
    assert not Notification.objects.filter(member=second).exists()


def test_who_is_reminded_shortly_before_is_not_told_that_it_is_tomorrow() -> None:
    made, (who,) = world(1)
    answer(made, who)
    for _again in range(3):
        operations.remind(now=made.starts_at - timedelta(hours=2))
    assert Notification.objects.filter(member=who).count() == 1
    change(made, starts=datetime(2026, 4, 9, 19))
    operations.remind(now=made.starts_at - timedelta(hours=2))
    made.refresh_from_db()
    operations.remind(now=made.starts_at - timedelta(hours=2))
    assert Notification.objects.filter(member=who, kind="groups.event-reminder").count() == 2
