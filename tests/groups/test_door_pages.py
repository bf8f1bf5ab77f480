from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from common.clock import db_now
from groups.models import Attendance, CheckIn, Event
from tests.factories.door import tickets
from tests.factories.events import answer
from tests.factories.groups import member
from tests.groups.test_event_pages import open_event
from tests.groups.test_pages import signed_in

pytestmark = pytest.mark.django_db


def at_the_door(**given: Any) -> tuple[Event, Any, Any]:
    """An event that begins in a minute, its host, and somebody who comes."""
    who = member()
    made, (host, *_rest) = open_event(who, **given)
    answer(made, who, seats=given.get("max_party", 1))
    soon = db_now() + timedelta(minutes=1)
    Event.objects.filter(pk=made.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=3))
    made.refresh_from_db()
    return made, host, who


def test_a_member_shows_the_ticket_and_the_host_lets_them_in_by_its_code() -> None:
    made, host, who = at_the_door()
    mine = tickets(made, who)[0]
    shown = signed_in(who).get(f"/events/{made.public_id}/ticket/").content.decode()
    assert ("<svg" in shown, mine.code in shown) == (True, True)
    scan = f"/door/{mine.public_id}/"
    assert signed_in(who).get(scan).status_code == 404
    desk = signed_in(host)
    assert mine.code in desk.get(scan).content.decode()
    assert not CheckIn.objects.exists()
    assert desk.post(scan)["Location"] == f"/events/{made.public_id}/door/"
    assert "Let in already" in desk.get(scan).content.decode()
    assert CheckIn.objects.get().method == "scan"
    assert "Let in." in signed_in(who).get(f"/events/{made.public_id}/ticket/").content.decode()


def test_the_qr_code_says_the_address_of_the_scan() -> None:
    made, _host, who = at_the_door()
    seats = signed_in(who).get(f"/events/{made.public_id}/ticket/").context["seats"]
    assert [row["address"] for row in seats] == [
        f"{settings.SITE_URL}/door/{tickets(made, who)[0].public_id}/"
    ]


def test_letters_and_the_list_let_in_and_nonsense_comes_back() -> None:
    made, host, who = at_the_door(max_party=2)
    own, other = tickets(made, who)
    desk, door = signed_in(host), f"/events/{made.public_id}/door/"
    assert desk.post(door, {"code": "zzz"}).status_code == 422
    desk.post(door, {"code": own.code.lower()})
    desk.post(door, {"code": other.code, "method": "list"})
    said = desk.post(door, {"code": own.code}, follow=True).content.decode()
    assert "was let in already" in said
    assert list(CheckIn.objects.order_by("pk").values_list("method", flat=True)) == ["code", "list"]
    seen = desk.get(door).context["door"]
    assert (seen.inside, seen.expected, len(seen.guests)) == (2, 2, 1)


def test_what_was_written_on_paper_is_typed_in_later_and_twice_does_no_harm() -> None:
    made, host, who = at_the_door()
    desk, later = signed_in(host), f"/events/{made.public_id}/door/later/"
    lines = f"{tickets(made, who)[0].code}\nZZZZZZ\n"
    assert desk.post(later, {"lines": "two words here 12"}).status_code == 422
    said = [desk.post(later, {"lines": lines}, follow=True).content.decode() for _n in range(2)]
    assert all("1 ticket is in." in page for page in said)
    assert all("ZZZZZZ: No ticket of this event" in page for page in said)
    assert CheckIn.objects.get().method == "later"


def test_the_door_and_the_scan_are_nobodys_but_the_hosts() -> None:
    made, _host, who = at_the_door()
    mine = tickets(made, who)[0]
    paths = [f"/events/{made.public_id}/door/", f"/events/{made.public_id}/door/later/"]
    paths.append(f"/door/{mine.public_id}/")
    assert {signed_in(who).post(path, {"code": mine.code, "lines": mine.code}).status_code for path in paths}
    assert not CheckIn.objects.exists()


def test_whoever_missed_it_says_why_on_a_page() -> None:
    made, host, who = at_the_door()
    rsvp = made.rsvps.get(member=who)
    Attendance.objects.create(rsvp=rsvp, state="absent", since=db_now())
    assert "Say why" in signed_in(who).get(f"/events/{made.public_id}/ticket/").content.decode()
    signed_in(who).post(f"/events/{made.public_id}/excuse/", {"word": "Fever"})
    assert Attendance.objects.get().state == "excused"
    assert "Fever" in signed_in(host).get(f"/events/{made.public_id}/door/").content.decode()


def test_programs_read_tickets_let_in_and_upload() -> None:
    made, host, who = at_the_door(max_party=2)
    key: Any = {"HTTP_IDEMPOTENCY_KEY": "event-0001", "content_type": "application/json"}
    base = f"/api/v1/events/{made.public_id}/"
    own, other = signed_in(who).get(f"{base}tickets/").json()["tickets"]
    desk = signed_in(host)
    said = desk.post(f"{base}door/", {"code": own["code"], "method": "scan"}, **key).json()
    assert (said["outcome"], said["number"]) == ("admitted", 1)
    scans = [{"key": "phone-0001", "code": other["public_id"], "at": db_now().isoformat()}]
    for number in range(2):
        key["HTTP_IDEMPOTENCY_KEY"] = f"upload-{number:04}"
        said = desk.post(f"{base}door/scans/", {"scans": scans}, **key).json()
        assert said["scans"][0]["outcome"] == "admitted"
    door = desk.get(f"{base}door/").json()
    assert (door["inside"], door["items"][0]["attendance"]) == (2, "came")
    assert signed_in(who).get(f"{base}tickets/").json()["attendance"] == "came"
    refused = signed_in(who).post(f"{base}excuse/", {"word": "x"}, **key)
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-to-excuse")
