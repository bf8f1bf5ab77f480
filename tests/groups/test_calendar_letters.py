"""Letters about events carry them for the reader's calendar: one UID, a rising sequence, and out again."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.calendar_entries import Invitation
from groups.models import Event
from outbox.testing import run_jobs
from simulators.smtp import Sink
from tests.accounts.notifications.conftest import choose, sink  # noqa: F401
from tests.factories.accounts import MemberFactory
from tests.factories.events import answer, draft_input, event
from tests.factories.groups import group
from tests.groups.test_calendars import unfolded

pytestmark = pytest.mark.django_db


def reader(address: str = "li.na+events@example.org") -> Member:
    who = MemberFactory.create(email=address, locale="en")
    choose(who, quiet_on=False)
    return who


def opened(*people: Member, **given: Any) -> Event:
    """So far ahead that every letter about it is news, whatever day it is."""
    starts = db_now().replace(tzinfo=None, second=0, microsecond=0) + timedelta(days=20)
    return event(group=group(*people), starts=starts, **given)


def letters(server: Sink) -> list[tuple[EmailMessage, dict[str, str]]]:
    """Each letter with its part for the calendar, {} where it has none."""
    run_jobs()
    found = []
    for letter in server.letters.all():
        parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
        text: Any = parts[0].get_payload(decode=True) if parts else b""
        lines = unfolded(text.decode()) if parts else []
        values = {line.partition(":")[0].partition(";")[0]: line for line in lines}
        if parts:
            assert parts[0].get_param("method") == values["METHOD"].partition(":")[2]
        found.append((letter, values))
    return found


def test_one_entry_is_asked_for_moved_and_taken_out(sink: Sink) -> None:  # noqa: F811
    who = reader()
    made = opened(who)
    answer(made, who)
    given = draft_input(starts=datetime.fromisoformat(made.starts_wall), venue="Another tea house")
    operations.change_event(actor=made.host, event_id=made.pk, given=given, now=db_now())
    run_jobs()
    operations.call_off_event(actor=made.host, event_id=made.pk, now=db_now())
    (_first, moved), (_second, out) = letters(sink)
    assert moved["UID"] == out["UID"]
    assert moved["UID"].startswith(f"UID:{made.public_id}@")
    assert (moved["METHOD"], out["METHOD"]) == ("METHOD:REQUEST", "METHOD:CANCEL")
    assert (moved["SEQUENCE"], out["SEQUENCE"]) == ("SEQUENCE:1", "SEQUENCE:2")
    assert (moved["STATUS"], out["STATUS"]) == ("STATUS:CONFIRMED", "STATUS:CANCELLED")
    assert moved["LOCATION"] == "LOCATION:Another tea house"
    assert moved["ATTENDEE"] == "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:li.na+events@example.org"
    assert moved["ORGANIZER"].startswith("ORGANIZER:mailto:")
    assert "PARTSTAT=DECLINED" in out["ATTENDEE"]
    assert out["LOCATION"] == "LOCATION:"
    assert "DESCRIPTION" not in out


def test_a_place_that_is_held_is_no_yes_and_one_that_has_gone_on_is_taken_out(sink: Sink) -> None:  # noqa: F811
    who, goes = reader(), MemberFactory.create()
    made = opened(goes, who, capacity=1, offer_minutes=60)
    answer(made, goes)
    answer(made, who)
    operations.cancel_answer(actor=goes, event_id=made.pk, now=db_now())
    [(_letter, held)] = letters(sink)
    assert (held["METHOD"], held["STATUS"]) == ("METHOD:REQUEST", "STATUS:TENTATIVE")
    assert "PARTSTAT=TENTATIVE" in held["ATTENDEE"]
    operations.end_offers(now=db_now() + timedelta(minutes=61))
    (_again, _held), (_letter, gone) = letters(sink)
    assert (gone["METHOD"], gone["STATUS"]) == ("METHOD:CANCEL", "STATUS:CANCELLED")
    assert gone["UID"] == held["UID"]


def test_a_guests_address_stays_an_address_and_nothing_written_becomes_a_line() -> None:
    who = reader()
    made = opened(who)
    made.title = {"en": "Tea\r\nATTENDEE:mailto:wu@example.org"}
    made.save(update_fields=["title"])
    given = Invitation(answer(made, who))('li?cc=wu@example.org&na"@example.org')
    lines = unfolded(given.text)
    assert [line for line in lines if line.startswith("ATTENDEE")] == [
        "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:li%3Fcc%3Dwu@example.org%26na%22@example.org"
    ]


def test_other_news_carries_none(sink: Sink) -> None:  # noqa: F811
    who = reader()
    made = opened(who)
    operations.ask_deposit(actor=made.host, event_id=made.pk, fen=2000, hours=24, now=db_now())
    mine = answer(made, who, agrees=True)
    operations.record_deposit(
        actor=made.host, event_id=made.pk, number=mine.seq, kind="received", now=db_now()
    )
    [(_letter, values)] = letters(sink)
    assert values == {}
