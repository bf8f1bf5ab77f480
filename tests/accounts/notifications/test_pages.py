"""The page of notifications and its API."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Member, Notification
from accounts.notification_states import MessageClass
from accounts.operations.notifications import notify
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.fixture
def member(db: None) -> Member:
    return MemberFactory.create()


@pytest.fixture
def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def page(browser: Client, query: str = "") -> str:
    return browser.get(f"/notifications/{query}").content.decode()


def test_an_empty_page_says_what_will_stand_there(browser: Client) -> None:
    assert "Nothing new" in page(browser)


def test_news_is_shown_with_its_words(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk)], now=NOON)
    html = page(browser)
    assert "A thing happened" in html and "Name 1 happened." in html


def test_the_bell_counts_what_is_unread(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk, str(n)) for n in range(3)], now=NOON)
    assert '<span class="bell__count">3<' in page(browser)
    Notification.objects.update(read_at=NOON)
    assert "bell__count" not in page(browser)


def test_the_bell_counts_to_a_hundred(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk, str(n)) for n in range(120)], now=NOON)
    assert '<span class="bell__count">99+<' in page(browser)


def test_opening_marks_it_read_and_leads_to_its_object(browser: Client, member: Member, stage: Stage) -> None:
    [row] = notify([stage.news(member.pk)], now=NOON)
    answer = browser.post(f"/notifications/{row.public_id}/open/")
    row.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, "/campaigns/")
    assert row.read_at is not None


def test_looking_marks_nothing(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk)], now=NOON)
    page(browser)
    assert Notification.objects.unread().count() == 1


def test_marking_all_leaves_what_came_after(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk, "1")], now=NOON)
    notify([stage.news(member.pk, "2")], now=NOON + timedelta(minutes=1))
    browser.post("/notifications/read-all/", {"until": NOON.isoformat()})
    assert Notification.objects.unread().values_list("about", flat=True).get() == "thing:2"


def test_somebody_elses_is_not_there(browser: Client, stage: Stage) -> None:
    [row] = notify([stage.news(MemberFactory.create().pk)], now=NOON)
    assert browser.post(f"/notifications/{row.public_id}/open/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_what_may_not_be_seen_any_more_is_not_shown(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk, "1"), stage.news(member.pk, "2")], now=NOON)
    stage.hidden.add("1")
    html = page(browser)
    assert "Name 2" in html and "Name 1" not in html


def test_what_is_over_stays_readable(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk)], now=NOON)
    stage.over.add("1")
    assert "Name 1 happened." in page(browser)


def test_a_class_can_be_chosen(browser: Client, member: Member, stage: Stage) -> None:
    with staged(MessageClass.ACTIVITY, key="tests.other", subject="Other news") as other:
        notify([stage.news(member.pk), other.news(member.pk)], now=NOON)
        html = page(browser, "?class=activity")
        assert "Other news" in html and "A thing happened" not in html
        assert "Nothing of this kind" in page(browser, "?class=transactional")


def test_pages_follow_each_other_without_gaps(browser: Client, member: Member, stage: Stage) -> None:
    notify([stage.news(member.pk, f"{n:03}") for n in range(60)], now=NOON)
    seen, cursor = [], ""
    while True:
        body = browser.get(f"/api/v1/notifications/{cursor}").json()
        seen += [item["body"] for item in body["items"]]
        if body["next"] is None:
            break
        cursor = f"?cursor={body['next']}"
    assert len(seen) == len(set(seen)) == 60


def test_the_api_marks_one_and_all(browser: Client, member: Member, stage: Stage) -> None:
    rows = notify([stage.news(member.pk, str(n)) for n in range(3)], now=NOON)
    path = f"/api/v1/notifications/{rows[0].public_id}/read/"
    assert browser.post(path, headers={"Idempotency-Key": "k" * 10}).status_code == 204
    assert browser.get("/api/v1/notifications/?unread=1").json()["unread"] == 2
    answer = browser.post(
        "/api/v1/notifications/read-all/",
        {"until": NOON.isoformat()},
        content_type="application/json",
        headers={"Idempotency-Key": "l" * 10},
    )
    assert answer.json() == {"marked": 2}


def test_chinese_readers_read_chinese(member: Member) -> None:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(member)
    assert "暂无新通知" in page(client)
