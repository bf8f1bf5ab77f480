from datetime import datetime, timedelta

import pytest

from common.errors import IllegalMove, NotFound
from common.models import SearchEntry
from groups import errors, operations, reconcile_events
from groups.event_states import RSVPState
from groups.models import RSVP, Event, QueueMove
from groups.operations.events_leaving import let_go_of_events
from groups.operations.indexing import EVENTS
from outbox.testing import run_jobs
from tests.factories.events import answer, event, states, world
from tests.factories.groups import NOW, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _adds_up():
    yield
    assert [line for check in reconcile_events.CHECKS for line in check.run()] == []


def cancel(made: Event, who) -> None:
    operations.cancel_answer(actor=who, event_id=made.pk, now=NOW)


def test_takes_places_and_repeating_changes_nothing() -> None:
    made, (who,) = world(1, capacity=3, max_party=2)
    first, second = answer(made, who, seats=2), answer(made, who, seats=2)
    made.refresh_from_db()
    assert (first.state, second.version, made.seats_held) == ("going", first.version, 2)
    assert [move.new for move in QueueMove.objects.all()] == ["waitlisted", "going"]


def test_a_freed_place_goes_to_the_lowest_number_and_not_to_whoever_asks_next() -> None:
    made, people = world(4, capacity=1)
    for who in people[:3]:
        answer(made, who)
    cancel(made, people[0])
    answer(made, people[3])
    assert states(made, people) == ["cancelled", "going", "waitlisted", "waitlisted"]


def test_whoever_comes_back_goes_to_the_end_of_the_line() -> None:
    made, (first, second) = world(2, capacity=1)
    answer(made, first)
    answer(made, second)
    cancel(made, first)
    assert answer(made, first).state == "waitlisted"


@pytest.mark.parametrize(
    ("rule", "after"),
    [("strict", ["going", "waitlisted", "waitlisted"]), ("small-first", ["going", "waitlisted", "going"])],
)
def test_the_hosts_rule_decides_whether_small_parties_pass(rule, after) -> None:
    made, people = world(3, capacity=3, max_party=2, queue_rule=rule)
    for who, seats in zip(people, (2, 2, 1), strict=True):
        answer(made, who, seats=seats)
    assert states(made, people) == after
    assert set(QueueMove.objects.values_list("rule", flat=True)) == {rule}


def test_an_offer_holds_the_place_until_it_is_taken() -> None:
    made, (first, second) = world(2, capacity=1, offer_minutes=60)
    answer(made, first)
    answer(made, second)
    cancel(made, first)
    assert states(made, [second]) == ["offered"]
    taken = operations.accept_place(actor=second, event_id=made.pk, now=NOW + timedelta(minutes=59))
    assert taken.state == RSVPState.GOING


def test_an_offer_that_nobody_took_goes_on_to_the_next() -> None:
    made, people = world(3, capacity=1, offer_minutes=60)
    for who in people:
        answer(made, who)
    cancel(made, people[0])
    late = NOW + timedelta(minutes=60)
    with pytest.raises(errors.OfferEnded):
        operations.accept_place(actor=people[1], event_id=made.pk, now=late)
    assert [operations.end_offers(now=late), operations.end_offers(now=late)] == [1, 0]
    assert states(made, people) == ["cancelled", "lapsed", "offered"]


def test_offers_end_with_the_start_and_then_nobody_moves_up() -> None:
    made, people = world(3, capacity=1, offer_minutes=10_000)
    for who in people:
        answer(made, who)
    cancel(made, people[0])
    offered = RSVP.objects.get(event=made, member=people[1])
    assert offered.offer_expires_at == made.starts_at
    operations.end_offers(now=made.starts_at)
    operations.follow_clock(now=made.starts_at)
    assert states(made, people) == ["cancelled", "lapsed", "waitlisted"]


def test_new_places_go_to_the_line_and_nobody_loses_one() -> None:
    made, people = world(3, capacity=1)
    for who in people:
        answer(made, who)
    operations.set_capacity(actor=made.host, event_id=made.pk, capacity=2, now=NOW)
    assert states(made, people) == ["going", "going", "waitlisted"]
    with pytest.raises(errors.PlacesTaken):
        operations.set_capacity(actor=made.host, event_id=made.pk, capacity=1, now=NOW)
    assert states(made, people) == ["going", "going", "waitlisted"]


def test_is_refused_with_too_many_places_or_with_another_number_than_before() -> None:
    made, (who,) = world(1, capacity=3, max_party=2)
    with pytest.raises(errors.OutOfRange):
        answer(made, who, seats=3)
    answer(made, who)
    with pytest.raises(errors.AlreadyAnswered):
        answer(made, who, seats=2)
    assert RSVP.objects.get().seats == 1


def test_is_refused_outside_the_group_before_it_opens_and_after_it_began() -> None:
    made, (who,) = world(1)
    with pytest.raises(NotFound):
        answer(made, member())
    with pytest.raises(errors.EventClosed):
        answer(made, who, now=made.starts_at)
    with pytest.raises(NotFound):
        answer(event(group=made.group, publish=False), who)
    assert not RSVP.objects.exists()


def test_calling_off_voids_every_answer_and_repeating_changes_nothing() -> None:
    made, people = world(2, capacity=1)
    for who in people:
        answer(made, who)
    for _twice in range(2):
        called_off = operations.call_off_event(actor=made.host, event_id=made.pk, now=NOW)
    made.refresh_from_db()
    assert (called_off.state, made.seats_held) == ("cancelled", 0)
    assert states(made, people) == ["void", "void"]
    with pytest.raises(IllegalMove):
        operations.publish_event(actor=made.host, event_id=made.pk, now=NOW)


def test_leaving_the_group_gives_the_place_back() -> None:
    made, (first, second) = world(2, capacity=1, starts=datetime(2100, 1, 1, 19))
    answer(made, first)
    answer(made, second)
    operations.leave_group(actor=first, group_id=made.group_id, now=NOW)
    run_jobs()
    assert states(made, [first, second]) == ["cancelled", "going"]


def test_erasure_gives_places_back_and_repeating_changes_nothing() -> None:
    made, (first, second) = world(2, capacity=1)
    answer(made, first)
    answer(made, second)
    for _twice in range(2):
        let_go_of_events(first.pk, NOW)
    assert states(made, [first, second]) == ["cancelled", "going"]


def test_where_a_host_who_leaves_meets_others_goes_when_it_is_over() -> None:
    made = event(venue="At my home", about={"en": "Ring twice"})
    Event.objects.filter(pk=made.pk).update(word="Call 13800138000")
    waiting = let_go_of_events(made.host_id, NOW)
    made.refresh_from_db()
    assert waiting is not None and made.venue == "At my home"
    Event.objects.filter(pk=made.pk).update(state="ended")
    assert let_go_of_events(made.host_id, NOW) is None
    made.refresh_from_db()
    assert (made.venue, made.word, made.about, made.title["en"]) == ("", "", {}, "Card games")


def test_what_a_host_who_left_wrote_is_found_no_more() -> None:
    made = event(about={"en": "Ring twice"})
    Event.objects.filter(pk=made.pk).update(state="ended")
    grams = SearchEntry.objects.filter(source=EVENTS, object_id=made.pk)
    assert grams.filter(gram="twice").exists()
    let_go_of_events(made.host_id, NOW)
    assert not grams.filter(gram="twice").exists()
    assert grams.filter(gram="games").exists()
