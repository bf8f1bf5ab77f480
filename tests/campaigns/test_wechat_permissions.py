"""A page of ours asks for the permission that news by WeChat needs; through the simulator over HTTP."""

import http.client
import re
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from accounts import operations as people
from accounts.providers.logins import Identity
from accounts.web.wechat_card import BUTTON_STYLE
from campaigns.models import MessagePermission, PermissionEntry
from campaigns.tasks import keep_wechat_ticket
from common.clock import db_now
from simulators.testing import running_simulators
from simulators.wechat import OFFICIAL, openid_of
from simulators.wechat_messages import TEMPLATE
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
INSIDE = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"
PLACE = "/notifications/settings/"


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


def linked(persona="lin-xia", *, knows=True):
    """Somebody whose WeChat account is linked; ``knows``: the account has learned whom to write to."""
    member = MemberFactory.create()
    who = Identity(subject=f"union-{member.pk}", reader=openid_of(persona) if knows else "")
    people.link_login(actor=member, provider="wechat", identity=who, now=db_now())
    return member


def client_of(member, agent=INSIDE):
    client = Client(headers={"user-agent": agent})
    client.force_login(member)
    return client


def page_of(client):
    answer = client.get(PLACE)
    assert answer.status_code == 200
    return answer.content.decode()


def told(page):
    """What the page tells WeChat's script, as that script passes it on."""
    script = re.search(r"<script src=\"[^\"]*wechat-permit\.js\"([^>]*)>", page)
    assert script is not None
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', unescape(script.group(1))))


def presses(house, page, url, answer, persona="lin-xia", **changed):
    """The button, and what is answered in WeChat; the status of its page."""
    seal = told(page)
    asked = {
        "appid": seal["app-id"],
        "timestamp": seal["timestamp"],
        "nonce": seal["nonce"],
        "signature": seal["signature"],
        "url": url,
        "template": TEMPLATE,
        "persona": persona,
        "answer": answer,
        **changed,
    }
    parts = urlsplit(house.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", f"/wechat/open/subscribe?{urlencode(asked)}")
    came = connection.getresponse()
    place = came.getheader("Location")
    connection.close()
    assert place == (url if came.status == 302 else None)
    return came.status


def changes():
    return list(PermissionEntry.objects.order_by("pk").values_list("change", flat=True))


@pytest.fixture
def site(settings, live_server):
    settings.SITE_URL = live_server.url
    keep_wechat_ticket()
    return f"{live_server.url}{PLACE}"


@pytest.mark.django_db(transaction=True)
def test_a_member_allows_one_message_and_opening_the_page_again_adds_none(house, site):
    client = client_of(linked())
    page = page_of(client)
    assert "You permit no message now" in page and f'template="{TEMPLATE}"' in page
    assert presses(house, page, site, "accept") == 302
    for _again in range(3):
        assert "You permit one more message." in page_of(client)
    assert changes() == [1]


@pytest.mark.django_db(transaction=True)
def test_each_confirmation_is_for_one_message(house, site):
    client = client_of(linked())
    presses(house, page_of(client), site, "accept")
    house.options(clock_offset_seconds=5)
    presses(house, page_of(client), site, "accept")
    assert "You permit 2 more messages." in page_of(client)
    assert changes() == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_news_of_one_confirmation_that_comes_twice_counts_once(house, site, live_server):
    client = client_of(linked())
    url, person = f"{live_server.url}/callbacks/wechat-account/", openid_of("lin-xia")
    news = {
        "url": url,
        "event": "subscribe_msg_popup_event",
        "person": person,
        "grants": {TEMPLATE: "accept"},
    }
    assert len(house.post("/_control/wechat/tell", times=2, **news)["answers"]) == 2
    assert "You permit one more message." in page_of(client)
    assert changes() == [1]


@pytest.mark.django_db(transaction=True)
def test_a_no_adds_nothing_and_takes_nothing(house, site):
    client = client_of(linked())
    presses(house, page_of(client), site, "accept")
    house.options(clock_offset_seconds=5)
    assert presses(house, page_of(client), site, "reject") == 302
    assert "You permit one more message." in page_of(client)
    assert changes() == [1]


@pytest.mark.django_db(transaction=True)
def test_whoever_else_stands_before_the_page_permits_nothing_for_the_member(house, site):
    client = client_of(linked())
    presses(house, page_of(client), site, "accept", persona="chen-yu")
    assert "You permit no message now" in page_of(client)
    assert MessagePermission.objects.get().person_index  # of the other, whom nobody here is


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "changed", [{"signature": "0" * 40}, {"url": "https://elsewhere.example/"}, {"template": "another"}]
)
def test_wechat_asks_only_on_the_page_that_was_signed(house, site, changed):
    page = page_of(client_of(linked()))
    url = changed.pop("url", site)
    assert presses(house, page, url, "accept", **changed) == 400
    assert changes() == []


def test_the_script_is_loaded_from_one_place_on_this_page_and_inside_wechat_alone(house, settings):
    keep_wechat_ticket()
    member = linked()
    inside, outside = client_of(member), client_of(member, "Mozilla/5.0 (iPhone) Safari/605")
    sdk = settings.PROVIDERS["wechat_account"]["sdk_url"]
    policy = inside.get(PLACE).headers["Content-Security-Policy"]
    assert f"script-src 'self' {sdk};" in policy and "'unsafe-inline'" not in policy
    answer = outside.get(PLACE)
    assert sdk not in answer.headers["Content-Security-Policy"] + answer.content.decode()
    assert "open this page inside WeChat" in answer.content.decode()
    promise = "nothing loaded from elsewhere"
    assert promise in answer.content.decode() and promise not in inside.get(PLACE).content.decode()
    assert sdk not in inside.get("/notifications/").headers["Content-Security-Policy"]


def test_the_buttons_style_stands_on_the_page_as_the_policy_knows_it():
    keep_wechat_ticket()
    page = page_of(client_of(linked()))
    assert f"<style>{BUTTON_STYLE}</style>" in page and OFFICIAL[0] in page


def test_without_a_ticket_the_page_says_so_and_asks_nothing():
    page = page_of(client_of(linked()))
    assert "can’t be asked right now" in page and "wx-open-subscribe" not in page


def test_whom_the_account_does_not_know_sees_no_button():
    keep_wechat_ticket()
    page = page_of(client_of(linked(knows=False)))
    assert "does not know yet whom to write to" in page and "wx-open-subscribe" not in page
