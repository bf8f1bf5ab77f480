from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import devices
from accounts.models import ApiToken, BrowserSession
from accounts.operations import end_session, issue_token
from common.errors import NotFound
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605"
BODY = {"login": "lin", "password": "correct horse battery"}


def browser(agent=LAPTOP, address="203.0.113.7"):
    one = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert one.post(reverse("accounts:sign-in-password"), BODY).status_code == 303
    return one


@pytest.fixture
def member():
    return MemberFactory.create(handle="lin", with_password=True)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, ("Chrome", "Android")),
        (LAPTOP, ("Safari", "Mac")),
        (PHONE + " MicroMessenger/8.0", ("WeChat", "Android")),
        ("Mozilla/5.0 (iPhone) CriOS/140 Safari/600", ("Chrome", "iPhone")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", ("Edge", "Windows")),
        ("curl/8", ("", "")),
    ],
)
def test_a_browser_in_two_words(agent, words):
    assert (devices.browser_of(agent), devices.system_of(agent)) == words


def test_the_page_lists_browsers_and_says_which_is_this(member):
    here, phone = browser(), browser(PHONE, "198.51.100.9")
    page = here.get(reverse("accounts:sessions"))
    shown = page.context["browsers"]
    assert [(one.browser, one.is_this, one.is_near) for one in shown] == [
        ("Safari", True, True),
        ("Chrome", False, False),
    ]
    assert "198.51.*.*" in page.content.decode()
    assert "198.51.100" not in page.content.decode()
    assert "198.51.100" not in str(list(BrowserSession.objects.values()))
    assert phone.get("/me/").status_code == 200


def test_signing_one_out_ends_it_at_once_and_no_other(member):
    here, phone = browser(), browser(PHONE)
    other = BrowserSession.objects.get(browser="Chrome")
    here.post(reverse("accounts:session-end", args=[other.public_id]))
    assert phone.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_ending_the_browser_that_asks_signs_it_out(member):
    here = browser()
    own = BrowserSession.objects.get()
    assert here.post(reverse("accounts:session-end", args=[own.public_id])).status_code == 303
    assert here.get("/me/").status_code == 302
    assert not BrowserSession.objects.exists()


def test_nobody_ends_somebody_elses(member):
    browser()
    own = BrowserSession.objects.get()
    with pytest.raises(NotFound):
        end_session(actor=MemberFactory.create(superuser=True), public_id=own.public_id)
    assert BrowserSession.objects.exists()


def test_sign_out_everywhere_keeps_this_browser_and_ends_programs(member):
    here, phone = browser(), browser(PHONE)
    issue_token(actor=member, now=timezone.now())
    here.post(reverse("accounts:sessions"))
    assert phone.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200
    assert not ApiToken.objects.live().exists()
    assert BrowserSession.objects.count() == 1


def test_signing_out_takes_the_line_along(member):
    browser().post(reverse("accounts:sign-out"))
    assert not BrowserSession.objects.exists()


def test_being_here_is_written_down_once_an_hour(member, django_assert_num_queries):
    here = browser()
    long_ago = timezone.now() - timedelta(hours=5)
    BrowserSession.objects.update(seen_at=long_ago)
    here.get("/me/")
    assert BrowserSession.objects.get().seen_at == long_ago
    session = here.session
    session["seen"] = 0
    session.save()
    here.get("/me/")
    assert BrowserSession.objects.get().seen_at > long_ago


def test_expired_sessions_are_not_shown(member):
    here = browser()
    browser(PHONE)
    Session.objects.filter(pk=BrowserSession.objects.get(browser="Chrome").session_id).update(
        expire_date=timezone.now() - timedelta(days=1)
    )
    assert len(here.get(reverse("accounts:sessions")).context["browsers"]) == 1


def test_programs_see_and_end_browsers(member):
    browser(PHONE)
    secret = issue_token(actor=member, now=timezone.now()).secret
    program = Client(headers={"authorization": f"Bearer {secret}", "idempotency-key": "session-1"})
    items = program.get("/api/v1/me/sessions/").json()["items"]
    assert [(one["browser"], one["is_this"]) for one in items] == [("Chrome", False)]
    assert program.post(f"/api/v1/me/sessions/{items[0]['public_id']}/end/").status_code == 204
    assert not BrowserSession.objects.exists()
