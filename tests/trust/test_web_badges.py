"""The pages of badges and of the credit level, through their addresses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.testing import run_jobs
from simulators.testing import running_simulators
from tests.factories.accounts import MemberFactory
from tests.trust.credit_worlds import chosen, with_level
from trust.models import CreditAttestation, ProviderEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def _wired(house, settings):
    settings.PROVIDERS = {**settings.PROVIDERS, "credit": house.providers["credit"]}


def browser(client, member):
    client.force_login(member)
    return client


def way_of(client):
    page = client.get("/credit/").content.decode()
    return page.split('href="http://127.0.0.1', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def test_the_whole_way_through_the_provider(client):
    member = MemberFactory.create()
    browser(client, member)
    assert client.post("/credit/", {"consent": "on", "nonce": "a"}).status_code == 303
    said = chosen("http://127.0.0.1" + way_of(client), "score-700")
    assert client.get("/credit/answer/", said).headers["Location"] == "/credit/"
    run_jobs()
    page = client.get("/credit/").content.decode()
    assert "Outstanding" in page and "Simulated" in page
    assert client.post("/credit/withdraw/").status_code == 303
    assert "Outstanding" not in client.get("/credit/").content.decode()


def test_another_browser_cannot_answer(client):
    member = MemberFactory.create()
    browser(client, member)
    client.post("/credit/", {"consent": "on", "nonce": "a"})
    said = chosen("http://127.0.0.1" + way_of(client), "score-700")
    client.logout()
    browser(client, member)
    assert client.get("/credit/answer/", said).status_code == 404
    assert CreditAttestation.objects.get().state == "consent_pending"


def test_without_consent_nothing_begins(client):
    browser(client, MemberFactory.create())
    assert client.post("/credit/", {"nonce": "a"}).status_code == 422
    assert not CreditAttestation.objects.exists()


def test_who_sees_it_is_chosen_and_shown_on_the_profile(client):
    member = MemberFactory.create()
    with_level(member)
    browser(client, member)
    said = {"professional": "0", "credit": "2", "floor": "good", "nonce": "a"}
    assert client.post("/badges/", said).status_code == 303
    browser(client, MemberFactory.create())
    page = client.get(reverse("accounts:person", args=[member.public_id])).content.decode()
    assert "Credit level: at least Good" in page and "Simulated" in page


def test_two_people_show_each_other_theirs(client):
    one, other = MemberFactory.create(), MemberFactory.create()
    for member, persona in ((one, "score-650"), (other, "score-600")):
        with_level(member, persona)
    for who, whom in ((one, other), (other, one)):
        browser(client, who).post(f"/levels/{whom.public_id}/", {"act": "offer", "nonce": who.handle})
    page = client.get(f"/levels/{one.public_id}/").content.decode()
    assert "Excellent" in page and "Good" in page


def test_news_from_the_providers_machine_over_http(live_server, house, transactional_db):
    member = MemberFactory.create()
    row = with_level(member)
    house.post("/_control/alipay/change", agreement=row.public_id, withdrawn=True)
    url = f"{live_server.url}/credit/news/"
    [told] = house.post("/_control/alipay/deliver", url=url)["delivered"]
    assert told["answer"] == "success"
    assert house.post("/_control/alipay/deliver", url=url)["delivered"] == []
    row.refresh_from_db()
    assert row.state == "withdrawn"


@pytest.mark.parametrize("body", [b"", b"a=1", b"\xff" * 100, b"sign=x&sign_type=RSA2"])
def test_unsigned_news_are_refused(client, body):
    answer = client.post("/credit/news/", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.content) == (400, b"failure")
    assert not ProviderEvent.objects.exists()


def test_too_much_news_is_not_read(client):
    answer = client.post("/credit/news/", b"a" * 20_000, content_type="text/plain")
    assert answer.status_code == 413


def test_the_level_is_old_on_its_last_day(client):
    member = MemberFactory.create()
    row = with_level(member)
    CreditAttestation.objects.filter(pk=row.pk).update(valid_until=timezone.now())
    assert "out of date" in browser(client, member).get("/credit/").content.decode()
