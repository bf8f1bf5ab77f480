from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.errors import NeedsSignIn
from groups import ical, operations
from groups.models import CalendarLink, Event
from groups.operations.calendars import let_go_of_calendar
from tests.factories.events import answer, draft_input, world
from tests.factories.groups import NOW, member
from tests.groups.test_event_pages import STARTS, open_event
from tests.groups.test_pages import signed_in
from tests.racing import finished, race

pytestmark = pytest.mark.django_db


def meeting(**given: Any) -> ical.Meeting:
    columns: dict[str, Any] = {
        "uid": "abc@here.example",
        "sequence": 2,
        "stamp": NOW,
        "starts_at": datetime(2026, 4, 3, 11, tzinfo=UTC),
        "ends_at": datetime(2026, 4, 3, 14, tzinfo=UTC),
        "title": "Cards",
        "about": "",
        "venue": "Tea house",
        "url": "https://here.example/events/abc/",
        "status": "CONFIRMED",
    }
    return ical.Meeting(**{**columns, **given})


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def values(text: str) -> dict[str, str]:
    return dict(line.split(":", 1) for line in unfolded(text))


def test_a_meeting_is_written_as_the_standard_wants_it() -> None:
    found = values(ical.calendar([meeting()]))
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == ("abc@here.example", "2", "CONFIRMED")
    assert (found["DTSTART"], found["DTEND"]) == ("20260403T110000Z", "20260403T140000Z")


def test_signs_that_mean_something_are_escaped_and_no_line_can_be_smuggled_in() -> None:
    found = values(ical.calendar([meeting(title="a;b,c\\d\r\nSTATUS:CANCELLED\x00")]))
    assert found["SUMMARY"] == r"a\;b\,c\\d\nSTATUS:CANCELLED"
    assert found["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize("title", ["x" * 300, "三件好事" * 40, "é" * 74, "🀄" * 30])
def test_lines_are_cut_at_75_octets_and_never_inside_a_character(title) -> None:
    text = ical.calendar([meeting(title=title)])
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert f"SUMMARY:{title}" in unfolded(text)


def test_the_uid_stays_and_the_sequence_rises_until_it_is_cancelled() -> None:
    who = member()
    made, (host, *_rest) = open_event(who)
    answer(made, who)
    address = f"/events/{made.public_id}.ics"
    files = [signed_in(who).get(address).content.decode()]
    given = draft_input(starts=STARTS, venue="Another house")
    operations.change_event(actor=host, event_id=made.pk, given=given, now=NOW)
    files.append(signed_in(who).get(address).content.decode())
    operations.call_off_event(actor=host, event_id=made.pk, now=NOW)
    files.append(signed_in(who).get(address).content.decode())
    found = [values(text) for text in files]
    assert len({one["UID"] for one in found}) == 1
    assert [one["SEQUENCE"] for one in found] == ["0", "1", "2"]
    assert [one["STATUS"] for one in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one["METHOD"] for one in found] == ["PUBLISH", "PUBLISH", "CANCEL"]


def test_an_event_file_is_nobodys_outside_the_group() -> None:
    made, _people = open_event()
    assert signed_in(member()).get(f"/events/{made.public_id}.ics").status_code == 404
    assert Client().get(f"/events/{made.public_id}.ics").status_code == 302


def test_the_feed_follows_and_a_new_address_ends_the_old_one() -> None:
    first, second = member(), member()
    made, _people = open_event(first, second, capacity=1)
    answer(made, first)
    answer(made, second)
    addresses = []
    for who in (first, second, first):
        link = operations.make_calendar_link(actor=who, now=NOW)
        addresses.append(f"/calendars/{link.secret}.ics")
    assert Client().get(addresses[0]).status_code == 404
    states = [values(Client().get(path).content.decode())["STATUS"] for path in addresses[1:]]
    assert states == ["TENTATIVE", "CONFIRMED"]
    operations.cancel_answer(actor=first, event_id=made.pk, now=NOW)
    assert values(Client().get(addresses[2]).content.decode())["STATUS"] == "CANCELLED"
    operations.end_calendar_link(actor=first)
    assert Client().get(addresses[2]).status_code == 404


def test_the_feed_says_nothing_of_others_events_and_sets_no_cookie() -> None:
    who = member()
    open_event(who)
    link = operations.make_calendar_link(actor=who, now=NOW)
    answered = Client().get(f"/calendars/{link.secret}.ics")
    assert ("VEVENT" in answered.content.decode(), dict(answered.cookies)) == (False, {})
    assert answered["Content-Type"] == "text/calendar; charset=utf-8"
    assert answered["Cache-Control"] == "private, no-store"


def test_a_member_makes_sees_and_ends_the_address_on_pages() -> None:
    who = member()
    me = signed_in(who)
    me.post("/events/calendar/")
    secret = CalendarLink.objects.get(member=who).secret
    assert f"/calendars/{secret}.ics" in me.get("/events/calendar/").content.decode()
    me.post("/events/calendar/end/")
    assert not CalendarLink.objects.exists()


def test_visitors_make_none_and_who_leaves_takes_theirs_along() -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NeedsSignIn):
        operations.make_calendar_link(actor=AnonymousUser(), now=NOW)
    who = member()
    operations.make_calendar_link(actor=who, now=NOW)
    let_go_of_calendar(who.pk, NOW)
    assert not CalendarLink.objects.exists()


def test_whoever_left_the_group_learns_nothing_more_of_its_events() -> None:
    made, (who,) = world(1, venue="Tea house")
    answer(made, who)
    secret = operations.make_calendar_link(actor=who, now=NOW).secret
    operations.leave_group(actor=who, group_id=made.group_id, now=NOW)
    Event.objects.filter(pk=made.pk).update(
        venue="Secret flat 5B", ends_at=timezone.now() + timedelta(days=9)
    )
    found = Client().get(f"/calendars/{secret}.ics").content.decode()
    assert "STATUS:CANCELLED" in found
    assert "Secret" not in found and "Card games" not in found and made.public_id + "/" not in found


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_addresses_made_at_once_leave_one() -> None:
    who = member()
    for _round in range(5):
        finished(race([partial(operations.make_calendar_link, actor=who, now=NOW)] * 4))
        CalendarLink.objects.get(member=who).delete()
