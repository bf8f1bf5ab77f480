from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import Notification
from common.registries import today_cards
from groups import operations
from groups.models import RSVP, Event, Group
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.events import answer, event, states
from tests.factories.groups import NOW, group, member
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db

STARTS = datetime(2100, 1, 1, 19)
FORM = {
    "title_en": "Card games",
    "starts": "2100-01-01T19:00",
    "hours": 3,
    "venue": "Tea house",
    "map_url": "https://maps.example/tea",
    "capacity": 1,
    "max_party": 1,
    "queue_rule": "strict",
    "offer_minutes": 60,
}


def open_event(*people, **given: Any) -> tuple[Event, list[Any]]:
    home = group(*people)
    return event(group=home, starts=STARTS, **given), [home.founded_by, *people]


def page(who, path: str) -> str:
    return signed_in(who).get(path).content.decode()


def test_a_host_drafts_opens_and_calls_off_on_pages() -> None:
    who = member()
    home = group(who)
    host, guest = signed_in(home.founded_by), signed_in(who)
    address = host.post(f"/groups/{home.public_id}/events/new/", FORM)["Location"]
    made = Event.objects.get()
    assert (address, made.state, made.offer_minutes) == (f"/events/{made.public_id}/", "draft", 60)
    assert guest.get(address).status_code == 404
    assert "Card games" not in guest.get(f"/groups/{home.public_id}/events/").content.decode()
    host.post(f"{address}publish/")
    assert "Card games" in guest.get(f"/groups/{home.public_id}/events/").content.decode()
    host.post(f"{address}edit/", {**FORM, "venue": "Another house", "word": "Nicer"})
    assert "Nicer" in guest.get(address).content.decode()
    host.post(f"{address}postpone/", {"word": "Rain"})
    host.post(f"{address}call-off/", {"word": "Storm"})
    made.refresh_from_db()
    assert (made.state, made.sequence, made.word) == ("cancelled", 3, "Storm")


def test_a_member_comes_waits_is_offered_a_place_and_takes_it() -> None:
    first, second = member(), member()
    made, _people = open_event(first, second, capacity=1, offer_minutes=60)
    address = f"/events/{made.public_id}/"
    signed_in(first).post(f"{address}answer/", {"seats": 1})
    signed_in(second).post(f"{address}answer/", {"seats": 1})
    assert "You are coming." in page(first, address)
    assert "You are number 1 in line" in page(second, address)
    signed_in(first).post(f"{address}cancel/")
    assert "A place is held for you" in page(second, address)
    signed_in(second).post(f"{address}accept/")
    assert states(made, [first, second]) == ["cancelled", "going"]
    assert "Number 2" in page(first, f"{address}line/")
    run_jobs()
    assert Notification.objects.get(member=second).kind == "groups.place-offered"


def test_a_refusal_comes_back_with_what_was_typed_and_changes_nothing() -> None:
    made, (host, *_rest) = open_event()
    wrong = {**FORM, "starts": "2001-01-01T19:00", "venue": "Kept words"}
    answer_ = signed_in(host).post(f"/events/{made.public_id}/edit/", wrong)
    assert (answer_.status_code, "Kept words" in answer_.content.decode()) == (422, True)
    garbled = signed_in(host).post(f"/events/{made.public_id}/edit/", {**FORM, "starts": "soon"})
    assert garbled.status_code == 422
    made.refresh_from_db()
    assert made.venue == "Tea house, Yuyuan Road"


def test_strangers_find_neither_list_nor_event_nor_line() -> None:
    made, _people = open_event()
    tails = ("", "line/", "answer/", "cancel/", "edit/")
    paths = [f"/events/{made.public_id}/{tail}" for tail in tails]
    paths.append(f"/groups/{made.group.public_id}/events/")
    assert {signed_in(member()).get(path).status_code for path in paths[1:]} == {404}
    led = signed_in(member()).get(paths[0])  # whoever scanned its poster gets to the group first
    assert (led.status_code, led["Location"]) == (302, f"/groups/{made.group.public_id}/")
    assert Client().get(paths[0]).status_code == 302
    assert not RSVP.objects.exists()


def test_the_page_tells_both_clocks_only_where_they_differ() -> None:
    here = MemberFactory.create(time_zone="Asia/Shanghai")
    far = MemberFactory.create(time_zone="Europe/Berlin")
    made, _people = open_event(here, far)
    assert "(Asia/Shanghai)" not in page(here, f"/events/{made.public_id}/")
    seen = page(far, f"/events/{made.public_id}/")
    assert ("12:00" in seen, "(Asia/Shanghai)" in seen, "19:00" in seen) == (True, True, True)


def test_the_api_drafts_opens_answers_and_tells_the_place_in_line() -> None:
    first, second = member(), member()
    home = group(first, second)
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "event-0001", "content_type": "application/json"}
    body = {"title": {"en": "Walk"}, "starts": "2100-01-01T19:00", "hours": 2, "venue": "Gate", "capacity": 1}
    host = signed_in(home.founded_by)
    made = host.post(f"/api/v1/groups/{home.public_id}/events/", body, **key).json()
    address = f"/api/v1/events/{made['public_id']}/"
    assert host.post(f"{address}publish/", **key).json()["state"] == "published"
    assert signed_in(first).post(f"{address}answer/", {"seats": 1}, **key).json()["state"] == "going"
    assert signed_in(second).post(f"{address}answer/", {"seats": 1}, **key).json()["state"] == "waitlisted"
    seen = signed_in(second).get(address).json()
    assert (seen["in_line"], seen["my_place_in_line"], seen["places_taken"]) == (1, 1, 1)
    assert [row["my_state"] for row in signed_in(first).get("/api/v1/me/events/").json()["items"]] == [
        "going"
    ]
    assert signed_in(first).post(f"{address}cancel/", **key).json()["state"] == "cancelled"
    assert signed_in(second).get(address).json()["my_state"] == "going"


def test_today_asks_first_and_reminds_then() -> None:
    who = member()
    made, _people = open_event(who)
    cards = {card.key: card for card in today_cards}
    asks, comes = cards["groups.event-to-answer"], cards["groups.next-event"]
    assert ((asks.build(who) or {})["event"], comes.build(who)) == (made, None)
    answer(made, who)
    assert (asks.build(who), (comes.build(who) or {})["event"]) == (None, made)
    operations.leave_group(actor=who, group_id=made.group_id, now=NOW)
    run_jobs()
    assert (asks.build(who), comes.build(who)) == (None, None)


def test_a_community_steward_calls_off_from_the_admin() -> None:
    made, _people = open_event()
    boss = signed_in(MemberFactory.create(superuser=True))
    boss.post(
        "/admin/groups/event/", {"action": "call_off", "_selected_action": [made.pk], "reason": "Not here"}
    )
    made.refresh_from_db()
    assert (made.state, made.word) == ("cancelled", "Not here")
    assert Group.objects.count() == 1
