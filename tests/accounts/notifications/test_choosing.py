"""What members choose, and leaving by a link."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts import notification_errors as errors
from accounts.models import ChannelChoice, Member, Notification, TopicMute
from accounts.notification_states import MessageClass
from accounts.operations import notifications
from accounts.operations.notifications import notify
from accounts.operations.notifications.leaving import leave_path
from common.access import allow
from common.clock import db_now
from common.errors import NotFound
from outbox.testing import run_jobs
from tests.accounts.notifications.conftest import choose
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.fixture
def member(db: None) -> Member:
    member = MemberFactory.create(email="li.na@example.org")
    choose(member, quiet_on=False)
    return member


@pytest.fixture
def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def letters(stage: Stage, member: Member, key: str = "1") -> list[Any]:
    before = len(mail.outbox)
    notify([stage.news(member.pk, key)], now=db_now())
    run_jobs(["accounts.deliver-by-mail"])
    return mail.outbox[before:]


def test_what_is_turned_off_is_not_sent(stage: Stage, member: Member) -> None:
    choose(member, wanted={("personal", "email"): False})
    assert letters(stage, member) == []


def test_a_site_turned_off_keeps_the_letter(stage: Stage, member: Member) -> None:
    choose(member, wanted={("personal", "in_app"): False})
    assert len(letters(stage, member)) == 1
    assert not Notification.objects.shown_to(member.pk).exists()


def test_only_a_choice_is_stored(member: Member) -> None:
    choose(member, wanted={("personal", "email"): True, ("activity", "email"): True})
    assert list(ChannelChoice.objects.values_list("message_class", "channel")) == [("activity", "email")]


def test_what_is_needed_cannot_be_turned_off(member: Member) -> None:
    with pytest.raises(errors.NeededMessage):
        choose(member, wanted={("transactional", "email"): False})
    assert not ChannelChoice.objects.exists()


def test_the_page_saves_every_choice(browser: Client, member: Member) -> None:
    page = browser.get("/notifications/settings/").content.decode()
    assert 'name="personal-email"' in page and 'name="transactional-email"' not in page
    answer = browser.post(
        "/notifications/settings/",
        {
            "activity-email": "on",
            "quiet_from": "23:00",
            "quiet_to": "07:30",
            "quiet_on": "on",
            "time_zone": "Europe/Berlin",
            "rhythm": "daily",
        },
    )
    assert answer.status_code == 303
    member = Member.objects.get(pk=member.pk)
    kept = member.notification_settings
    assert (str(kept.quiet_from), kept.rhythm, member.time_zone) == ("23:00:00", "daily", "Europe/Berlin")
    wanted = {(row.message_class, row.channel): row.wanted for row in ChannelChoice.objects.all()}
    assert wanted["activity", "email"] and not wanted["personal", "email"]


def test_bad_hours_are_said_and_nothing_is_lost(browser: Client) -> None:
    answer = browser.post(
        "/notifications/settings/",
        {"quiet_from": "25:99", "quiet_to": "07:30", "time_zone": "Asia/Tokyo", "rhythm": "weekly"},
    )
    html = answer.content.decode()
    assert answer.status_code == 422 and "25:99" in html and "Tokyo" in html


def test_a_page_without_push_says_so(browser: Client) -> None:
    page = browser.get("/notifications/settings/").content.decode()
    assert "can't be notified by this community yet" in page


# --- leaving by the link --------------------------------------------------------------------------


def link_in(letter: Any) -> str:
    return str(letter.extra_headers["List-Unsubscribe"]).strip("<>").partition("//")[2].partition("/")[2]


def test_one_press_turns_it_off_signed_out(stage: Stage, member: Member) -> None:
    [letter] = letters(stage, member)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(f"/{link_in(letter)}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert letters(stage, member, "2") == []


def test_looking_at_the_link_turns_nothing_off(stage: Stage, member: Member) -> None:
    [letter] = letters(stage, member)
    assert Client().get(f"/{link_in(letter)}").status_code == 200
    assert len(letters(stage, member, "2")) == 1


@pytest.mark.parametrize(
    "path",
    ["/unsubscribe/nonsense/", "/unsubscribe/WyJhIl0:1abc:def/"],
)
def test_a_forged_link_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404
    assert not ChannelChoice.objects.exists()


def test_a_link_never_turns_off_what_is_needed(member: Member) -> None:
    path = leave_path(member.public_id, MessageClass.TRANSACTIONAL)
    assert Client().post(path).status_code == 404


def test_leaving_twice_is_leaving(member: Member) -> None:
    path = leave_path(member.public_id, MessageClass.PERSONAL)
    assert [Client().post(path).status_code for _ in range(2)] == [200, 200]
    assert ChannelChoice.objects.count() == 1


def test_no_organiser_can_undo_it(member: Member) -> None:
    """Choices have three writers: the member's form, the member's call, the signed link."""
    Client().post(leave_path(member.public_id, MessageClass.PERSONAL))
    boss = MemberFactory.create(superuser=True)
    with pytest.raises(NotFound):
        allow(boss, "accounts.change-notifications", member)
    assert not ChannelChoice.objects.get().wanted


# --- muting ---------------------------------------------------------------------------------------


def test_a_mute_ends_news_about_one_thing(stage: Stage, member: Member, browser: Client) -> None:
    [row] = notify([stage.news(member.pk, "1", topic="campaign:1")], now=db_now())
    browser.post(f"/notifications/{row.public_id}/mute/")
    assert notify([stage.news(member.pk, "2", topic="campaign:1")], now=db_now()) == []
    assert len(notify([stage.news(member.pk, "3", topic="campaign:2")], now=db_now())) == 1
    assert "Name 1 happened." in browser.get("/notifications/settings/").content.decode()


def test_a_mute_can_be_undone(stage: Stage, member: Member, browser: Client) -> None:
    [row] = notify([stage.news(member.pk, topic="campaign:1")], now=db_now())
    mute = notifications.mute_topic(actor=member, public_id=row.public_id, now=db_now())
    browser.post(f"/muted-topics/{mute.public_id}/remove/")
    assert not TopicMute.objects.exists()


def test_somebody_elses_notification_cannot_be_muted(stage: Stage, member: Member) -> None:
    [row] = notify([stage.news(MemberFactory.create().pk, topic="campaign:1")], now=db_now())
    with pytest.raises(NotFound):
        notifications.mute_topic(actor=member, public_id=row.public_id, now=db_now())


def test_what_has_no_topic_cannot_be_muted(stage: Stage, member: Member) -> None:
    [row] = notify([stage.news(member.pk)], now=db_now())
    with pytest.raises(errors.NothingToMute):
        notifications.mute_topic(actor=member, public_id=row.public_id, now=db_now())
