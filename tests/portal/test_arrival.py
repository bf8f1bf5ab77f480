"""Three steps after joining: in order, skippable, resumable, never asked twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from portal import operations, queries
from portal.models import Arrival
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
YOU = {"display_name": "小林", "locale": "zh-hans", "time_zone": "Europe/Berlin"}


@pytest.fixture
def newcomer() -> Any:
    return make.member(joined_at=timezone.now())


@pytest.fixture
def browser(newcomer: Any) -> Client:
    client = Client()
    client.force_login(newcomer)
    return client


def test_goes_through_the_steps_in_order(browser: Client, newcomer: Any) -> None:
    assert browser.get("/welcome/").headers["Location"] == "/welcome/you/"
    assert browser.post("/welcome/you/", YOU).headers["Location"] == "/welcome/seen/"
    assert browser.post("/welcome/seen/", {"name_audience": "0"}).headers["Location"] == "/welcome/begin/"
    assert browser.post("/welcome/begin/").headers["Location"] == "/"
    newcomer.refresh_from_db()
    assert (newcomer.display_name, newcomer.locale, newcomer.time_zone) == tuple(YOU.values())
    assert not queries.is_arriving(newcomer)
    assert browser.get("/welcome/").headers["Location"] == "/"


def test_saved_language_speaks_from_the_next_page_on(browser: Client) -> None:
    browser.post("/welcome/you/", YOU)
    assert "别人能看到什么" in browser.get("/welcome/seen/").content.decode()


def test_goes_on_where_it_was_left_on_another_device(browser: Client, newcomer: Any) -> None:
    browser.post("/welcome/skip/you/")
    other = Client()
    other.force_login(newcomer)
    assert other.get("/welcome/").headers["Location"] == "/welcome/seen/"
    assert "1 of 3 steps" in other.get("/").content.decode()


def test_skipping_saves_nothing(browser: Client, newcomer: Any) -> None:
    before = Member.objects.values().get(pk=newcomer.pk)
    for step in ("you", "seen", "begin"):
        browser.post(f"/welcome/skip/{step}/")
    assert Member.objects.values().get(pk=newcomer.pk) == before
    assert Arrival.objects.get().steps_done == 3


def test_shy_newcomer_is_not_found_by_others(browser: Client, newcomer: Any) -> None:
    other = Client()
    other.force_login(make.member())
    address = f"/people/{newcomer.public_id}/"
    seen = other.get(address).status_code
    browser.post("/welcome/seen/", {"name_audience": "0"})
    assert (seen, other.get(address).status_code) == (200, 404)


def test_ending_is_for_good(browser: Client, newcomer: Any) -> None:
    browser.post("/welcome/end/")
    ended_at = Arrival.objects.get().ended_at
    operations.end_arrival(actor=newcomer, now=NOW + timedelta(days=1))
    assert Arrival.objects.get().ended_at == ended_at
    assert "Settle in" not in browser.get("/").content.decode()


def test_going_back_takes_no_step_away(newcomer: Any) -> None:
    for step in ("seen", "you"):
        operations.finish_step(actor=newcomer, step=step, now=NOW)
    assert queries.steps_done(newcomer.pk) == 2


def test_unknown_step_is_not_found(browser: Client) -> None:
    assert browser.post("/welcome/skip/nothing/").status_code == 404
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"time_zone": "Mars/Crater"}, "This time zone is not known."), ({"display_name": "\u200b"}, "name")],
)
def test_bad_input_keeps_what_was_typed(
    browser: Client, newcomer: Any, wrong: dict[str, str], sentence: str
) -> None:
    answer = browser.post("/welcome/you/", YOU | {"locale": "en"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Europe/Berlin" in page
    newcomer.refresh_from_db()
    assert newcomer.display_name != "小林"
    assert not Arrival.objects.exists()


def test_invited_newcomer_is_led_to_what_brought_them() -> None:
    campaign = make.live()
    friend = make.invite(make.member(display_name="Anna"), campaign).invitee
    client = Client()
    client.force_login(friend)
    page = client.get("/welcome/begin/").content.decode()
    assert "Anna invited you" in page
    assert f"/campaigns/{campaign.slug}/" in page


def test_whoever_joined_long_ago_is_not_asked() -> None:
    old = make.member(joined_at=timezone.now() - timedelta(days=31))
    client = Client()
    client.force_login(old)
    assert "Settle in" not in client.get("/").content.decode()
    assert client.get("/welcome/").headers["Location"] == "/"


def test_after_the_welcome_comes_what_they_joined_for(browser: Client) -> None:
    session = browser.session
    session["onward"] = "/verify-name/"
    session.save()
    assert browser.post("/welcome/begin/").headers["Location"] == "/verify-name/"
