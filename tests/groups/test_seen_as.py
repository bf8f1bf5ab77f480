"""Whoever comes to an event chooses how they are shown, and may take it back at any time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client

from accounts.models import Member, Profile
from common.errors import NotFound
from groups import errors, operations, queries
from groups.models import RSVP, Event, QueueMove, TeamWish
from tests.factories.events import answer, world
from tests.factories.groups import NOW, member
from tests.groups.test_event_pages import open_event
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db


def shown(made: Event, viewer: Any) -> tuple[list[int], list[tuple[str, str]], int]:
    card = queries.card_of_event(event=made, viewer=viewer)
    return [person.member_id for person in card.coming], card.trades, card.hidden


def choose(made: Event, who: Member, how: str, *, now: Any = NOW) -> RSVP:
    return operations.answer_event(actor=who, event_id=made.pk, seats=1, seen_as=how, now=now)


def lives(who: Member, city: str, industry: str) -> None:
    Profile.objects.update_or_create(member=who, defaults={"city": city, "industry": industry})


def test_by_name_by_trade_or_for_the_host_only() -> None:
    made, (open_one, shy, quiet, viewer) = world(4)
    lives(shy, "Hangzhou", "design")
    for who, how in ((open_one, "name"), (shy, "trade"), (quiet, "host")):
        choose(made, who, how)
    assert shown(made, viewer) == ([open_one.pk], [("Hangzhou", "Design and arts")], 1)
    assert shown(made, made.host) == ([open_one.pk, shy.pk, quiet.pk], [], 0)
    assert quiet.pk in shown(made, quiet)[0]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "and 2 more"), ("zh-hans", "另有 2 位")], ids=["English", "Chinese"]
)
def test_of_the_others_only_the_number_is_told(language: str, words: str) -> None:
    """Some of them do show a page, so that nothing is said of pages."""
    made, (quiet, other, viewer) = world(3)
    for who in (quiet, other):
        choose(made, who, "host")
    Member.objects.filter(pk=viewer.pk).update(locale=language)
    page = signed_in(viewer).get(f"/events/{made.public_id}/", headers={"Accept-Language": language})
    assert f">{words}<" in page.content.decode()


def test_a_trade_that_nobody_may_see_is_not_told() -> None:
    made, (shy, viewer) = world(2)
    choose(made, shy, "trade")
    assert shown(made, viewer) == ([], [], 1)


def test_it_is_changed_at_any_time_and_costs_no_place() -> None:
    made, (who, viewer) = world(2)
    mine = answer(made, who)
    assert mine.seen_as == "name"
    moves = QueueMove.objects.count()
    after = made.ends_at + timedelta(days=1)
    Event.objects.filter(pk=made.pk).update(state="ended")
    assert choose(made, who, "host", now=after).seq == mine.seq
    assert shown(made, viewer) == ([], [], 1)
    assert QueueMove.objects.count() == moves
    assert answer(made, who, now=after).seen_as == "host"


def test_whoever_comes_back_is_shown_as_before() -> None:
    made, (who,) = world(1)
    choose(made, who, "host")
    operations.cancel_answer(actor=who, event_id=made.pk, now=NOW)
    assert answer(made, who).seen_as == "host"


def test_another_word_is_refused_and_nothing_is_written() -> None:
    made, (who,) = world(1)
    with pytest.raises(errors.UnknownChoice):
        choose(made, who, "everybody")
    assert not RSVP.objects.exists()
    answer(made, who)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE groups_rsvp SET seen_as = 'x'")


def test_the_pages_ask_show_and_change_it() -> None:
    who, viewer = member(), member()
    made, _people = open_event(who, viewer)
    lives(who, "Hangzhou", "design")
    browser, page = signed_in(who), f"/events/{made.public_id}/"
    asked = browser.get(f"{page}answer/").content.decode()
    assert 'value="trade"' in asked
    assert "Whoever keeps the door" in asked
    assert browser.post(f"{page}answer/", {"seats": "1", "seen_as": "trade"}).status_code == 303
    seen = signed_in(viewer).get(page).content.decode()
    assert "Hangzhou · Design and arts" in seen
    assert who.display_name not in seen
    form = browser.get(f"{page}answer/").content.decode()
    assert "How many places" not in form
    assert browser.post(f"{page}answer/", {"seats": "1", "seen_as": "host"}).status_code == 303
    assert "Hangzhou" not in signed_in(viewer).get(page).content.decode()


def test_programs_choose_it_too(client: Client) -> None:
    who = member()
    made, _people = open_event(who)
    client.force_login(who)
    bodies = [
        client.post(
            f"/api/v1/events/{made.public_id}/answer/",
            given,
            content_type="application/json",
            headers={"Idempotency-Key": f"seen-as-number-{number}"},
        ).json()
        for number, given in enumerate(({"seats": 1, "seen_as": "host"}, {"seats": 1}))
    ]
    assert [body["seen_as"] for body in bodies] == ["host", "host"]


def test_half_a_character_is_refused_like_any_other_word(client: Client) -> None:
    who = member()
    made, _people = open_event(who)
    client.force_login(who)
    answer = client.post(
        f"/api/v1/events/{made.public_id}/answer/",
        r'{"seats": 1, "seen_as": "\ud800"}',
        content_type="application/json",
        headers={"Idempotency-Key": "half-a-character"},
    )
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["seen_as"])
    assert not RSVP.objects.filter(member=who).exists()


def test_who_comes_costs_the_same_however_many(django_assert_num_queries: Any) -> None:
    made, people = world(6)
    viewer = member()
    for number, who in enumerate(people):
        choose(made, who, ("name", "trade", "host")[number % 3])
    with django_assert_num_queries(4):
        queries.card_of_event(event=made, viewer=viewer)


def test_whoever_is_not_shown_by_name_is_on_no_list_of_wishes() -> None:
    made, (named, shy, quiet, viewer) = world(4)
    for who, how in ((named, "name"), (shy, "trade"), (quiet, "host"), (viewer, "name")):
        choose(made, who, how)
    others = queries.own_team(event=made, viewer=viewer).others
    assert [one.member_id for one in others] == [named.pk]
    for hidden in (shy, quiet):
        with pytest.raises(NotFound):
            operations.wish_for(actor=viewer, event_id=made.pk, other_id=hidden.pk, now=NOW)
    assert not TeamWish.objects.exists()


def test_a_wish_for_somebody_who_hides_afterwards_is_still_there_to_be_taken_back() -> None:
    made, (other, viewer) = world(2)
    choose(made, other, "name")
    choose(made, viewer, "name")
    for how in ("name", "host"):
        choose(made, other, how)
        assert operations.wish_for(actor=viewer, event_id=made.pk, other_id=other.pk, now=NOW)
    assert [one.member_id for one in queries.own_team(event=made, viewer=viewer).others] == [other.pk]
