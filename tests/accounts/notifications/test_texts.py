"""Managers' own words: checked, previewed, tried on oneself, and used from then on."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from accounts import notification_errors as errors
from accounts.models import Delivery, Member, NotificationText
from accounts.operations import notifications
from accounts.operations.notifications import notify
from common.clock import db_now
from common.errors import NotAllowed
from outbox.testing import run_jobs
from tests.accounts.notifications.conftest import choose
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged

pytestmark = pytest.mark.django_db
KIND = "tests.thing"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


@pytest.fixture
def boss(db: None) -> Member:
    return MemberFactory.create(superuser=True, email="boss@example.org")


def write(actor: Member, *, subject: str = "", body: str = "", language: str = "en") -> NotificationText:
    texts = [{language: text} if text else {} for text in (subject, body)]
    return notifications.write_text(actor=actor, kind_key=KIND, subject=texts[0], body=texts[1], now=db_now())


def page_of(member: Member, language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(member)
    return client.get("/notifications/").content.decode()


def test_new_words_are_shown_at_once(stage: Stage, boss: Member) -> None:
    member = MemberFactory.create()
    notify([stage.news(member.pk)], now=db_now())
    write(boss, body="Hurray, {name}!")
    assert "Hurray, Name 1!" in page_of(member)


def test_the_other_language_keeps_the_products_words(stage: Stage, boss: Member) -> None:
    member = MemberFactory.create()
    notify([stage.news(member.pk)], now=db_now())
    write(boss, body="恭喜 {name}！", language="zh-hans")
    assert "Name 1 happened." in page_of(member)
    assert "恭喜 Name 1！" in page_of(member, "zh-hans")


def test_markup_is_shown_and_not_obeyed(stage: Stage, boss: Member) -> None:
    member = MemberFactory.create(email="li.na@example.org")
    choose(member, quiet_on=False)
    write(boss, subject="<b>News</b>", body="<script>alert(1)</script> {name}")
    notify([stage.news(member.pk)], now=db_now())
    assert "<script>alert" not in page_of(member)
    run_jobs(["accounts.deliver-by-mail"])
    html = str(getattr(mail.outbox[0], "alternatives")[0][0])  # noqa: B009
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html and "<b>News" not in html


@pytest.mark.parametrize(
    ("subject", "body", "refusal", "says"),
    [
        ("", "{nickname}", errors.UnknownGap, "nickname"),
        ("", "{name.__class__}", errors.BrokenText, "__class__"),
        ("", "{% load x %}", errors.BrokenText, "load"),
        ("{name} did it", "", errors.PersonalGap, "name"),
    ],
)
def test_what_cannot_be_filled_is_refused_by_name(
    stage: Stage, boss: Member, subject: str, body: str, refusal: type[Exception], says: str
) -> None:
    with pytest.raises(refusal) as caught:
        write(boss, subject=subject, body=body)
    assert says in caught.value.text  # type: ignore[attr-defined]
    assert not NotificationText.objects.exists()


def test_members_do_not_write_texts(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        write(MemberFactory.create(), body="{name}")


def test_a_test_goes_to_oneself_alone(stage: Stage, boss: Member) -> None:
    for _ in range(3):
        notifications.send_test(actor=boss, kind_key=KIND, now=db_now().replace(second=1))
    run_jobs(["accounts.send-test-letter"])
    [letter] = mail.outbox
    assert letter.to == ["boss@example.org"] and "Li Na happened." in letter.body


def test_the_desk_previews_both_languages(stage: Stage, boss: Member) -> None:
    row = write(boss, body="Hurray, {name}!")
    client = Client()
    client.force_login(boss)
    page = client.get(f"/admin/accounts/notificationtext/{row.pk}/change/").content.decode()
    assert '<p lang="en"><strong>A thing happened</strong><br>Hurray, Li Na!</p>' in page
    assert 'lang="zh-hans"' in page


def test_the_desk_names_an_unknown_gap_and_keeps_what_was_typed(stage: Stage, boss: Member) -> None:
    row = write(boss, body="{name}")
    client = Client()
    client.force_login(boss)
    answer = client.post(f"/admin/accounts/notificationtext/{row.pk}/change/", {"body_en": "Dear {nick}"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "nick" in page and "Dear {nick}" in page
    row.refresh_from_db()
    assert row.body == {"en": "{name}"}


def test_the_log_shows_neither_words_nor_addresses(stage: Stage, boss: Member) -> None:
    member = MemberFactory.create(email="li.na@example.org")
    notify([stage.news(member.pk)], now=db_now())
    client = Client()
    client.force_login(boss)
    row = Delivery.objects.get()
    for path in ("", f"{row.pk}/change/"):
        page = client.get(f"/admin/accounts/delivery/{path}").content.decode()
        assert row.public_id in page
        assert "li.na@example.org" not in page and "Name 1" not in page
