"""Under what the community's account writes to a member: learned by the base scope, inside WeChat."""

import http.client
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Q
from django.test import Client

from accounts import errors
from accounts.models import LinkedLogin
from accounts.operations import know_places, learn_reader, link_login
from accounts.providers.logins import Identity, LoginRefused
from accounts.providers.wechat import current_reader
from accounts.queries import wechat_reader_of
from common.clock import db_now
from common.errors import NotFound
from simulators.testing import running_simulators
from simulators.wechat import openid_of
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
INSIDE = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"
OUTSIDE = "Mozilla/5.0 (iPhone) Safari/605"
WAY = "/sign-in/with/wechat/?for=messages"
PLACE = "/notifications/settings/"
LIN = openid_of("lin-xia")
NOBODY = Q(pk=0)


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


def linked(subject="", reader=""):
    """Linked on a computer: the website application tells nothing that the account could write to."""
    member = MemberFactory.create()
    who = Identity(subject=subject or f"union-{member.pk}", reader=reader)
    link_login(actor=member, provider="wechat", identity=who, now=db_now())
    return member


def client_of(member, agent=INSIDE):
    client = Client(headers={"user-agent": agent})
    client.force_login(member)
    return client


def walked(address, persona="lin-xia"):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}&persona={persona}")
    place = connection.getresponse().getheader("Location")
    connection.close()
    assert place is not None
    return place


def learn(client, persona="lin-xia"):
    out = client.get(WAY)
    assert out.status_code == 302
    return client.get(walked(out["Location"], persona))


def test_a_signed_in_member_is_known_after_one_press():
    client = client_of(member := linked())
    page = client.get(PLACE).content.decode()
    assert f'href="{WAY}"' in page and wechat_reader_of(member.pk) == ""
    out = client.get(WAY)
    assert parse_qs(urlsplit(out["Location"]).query)["scope"] == ["snsapi_base"]
    back = client.get(walked(out["Location"]))
    assert (back.status_code, back["Location"]) == (302, f"{PLACE}#wechat")
    assert wechat_reader_of(member.pk) == LIN
    page = client.get(PLACE).content.decode()
    assert WAY not in page and "You permit no message now" in page


def test_learning_again_changes_nothing():
    client = client_of(linked())
    learn(client)
    before = LinkedLogin.objects.values().get()
    assert learn(client).status_code == 302
    assert LinkedLogin.objects.values().get() == before


def test_another_members_is_refused():
    other, member = linked(reader=LIN), linked()
    answer = learn(client_of(member))
    assert answer.status_code == 409 and "Another account here" in answer.content.decode()
    assert (wechat_reader_of(other.pk), wechat_reader_of(member.pk)) == (LIN, "")


def test_another_than_the_members_own_is_refused():
    member = linked(reader=LIN)
    answer = learn(client_of(member), "chen-yu")
    assert answer.status_code == 409 and "not the WeChat" in answer.content.decode()
    assert wechat_reader_of(member.pk) == LIN


@pytest.mark.parametrize(
    ("subject", "refusal"), [("union-other", errors.ReaderTaken), ("union-nobody", errors.ReaderOther)]
)
def test_where_wechat_tells_the_person_it_has_to_be_the_member(subject, refusal):
    linked(subject="union-other")
    member = linked()
    with pytest.raises(refusal):
        learn_reader(actor=member, provider="wechat", identity=Identity(subject=subject, reader=LIN))
    assert wechat_reader_of(member.pk) == ""
    own = Identity(subject=f"union-{member.pk}", reader=LIN)
    learn_reader(actor=member, provider="wechat", identity=own)
    assert wechat_reader_of(member.pk) == LIN


def test_without_a_linked_wechat_nothing_is_kept():
    member = MemberFactory.create()
    assert learn(client_of(member)).status_code == 404
    with pytest.raises(NotFound):
        learn_reader(actor=member, provider="wechat", identity=Identity(subject="", reader=LIN))
    assert not LinkedLogin.objects.exists()


def test_a_sign_in_that_proves_the_person_takes_over():
    guest, owner = linked(reader=LIN), linked()
    who = Identity(subject=f"union-{owner.pk}", reader=LIN)
    know_places(actor=owner, provider="wechat", identity=who)
    assert (wechat_reader_of(guest.pk), wechat_reader_of(owner.pk)) == ("", LIN)


def test_the_database_itself_keeps_one_for_each(monkeypatch):
    linked(reader=LIN)
    member = linked()
    monkeypatch.setattr("accounts.operations.logins.Q", lambda **_asked: NOBODY)
    with pytest.raises(errors.ReaderTaken):
        learn_reader(actor=member, provider="wechat", identity=Identity(subject="", reader=LIN))
    assert wechat_reader_of(member.pk) == ""


# --- the way there and back -----------------------------------------------------------------------


def test_a_way_back_counts_once_and_only_in_the_browser_that_began():
    first, second = client_of(linked()), client_of(linked())
    back = walked(first.get(WAY)["Location"])
    assert second.get(back).status_code == 422
    second.get(WAY)
    assert second.get(back).status_code == 422
    assert not LinkedLogin.objects.exclude(reader_index="").exists()
    back = walked(first.get(WAY)["Location"])
    cookies = first.cookies["login-step"].value
    assert first.get(back).status_code == 302
    first.cookies["login-step"] = cookies
    assert first.get(back).status_code == 422


def test_whoever_signs_in_meanwhile_learns_nothing():
    client = client_of(linked())
    back = walked(client.get(WAY)["Location"])
    other = linked()
    step = client.cookies["login-step"].value
    client.force_login(other)
    client.cookies["login-step"] = step
    assert client.get(back).status_code == 422
    assert wechat_reader_of(other.pk) == ""


def test_who_says_no_is_not_known():
    client = client_of(member := linked())
    assert learn(client, "deny").status_code == 422
    assert wechat_reader_of(member.pk) == ""


def test_the_base_scope_signs_nobody_in_and_visitors_only_come_in():
    visitor = Client(headers={"user-agent": INSIDE})
    out = visitor.get(WAY)
    assert parse_qs(urlsplit(out["Location"]).query)["scope"] == ["snsapi_userinfo"]


def test_outside_wechat_the_page_says_how_and_the_way_is_shut():
    client = client_of(linked(), OUTSIDE)
    page = client.get(PLACE).content.decode()
    assert "Open this page inside WeChat" in page and WAY not in page
    assert client.get(WAY).status_code == 404


@pytest.mark.parametrize("change", [{"mode": "off"}, {"app_id": "wxanother"}])
def test_only_the_account_that_writes_is_asked(settings, change):
    assert current_reader(INSIDE) is not None
    entry = {**settings.PROVIDERS["wechat_account"], **change}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
    assert current_reader(INSIDE) is None


@pytest.mark.parametrize("kind", ["busy", "500", "garbage"])
def test_a_sick_service_teaches_nothing(house, kind):
    client = client_of(member := linked())
    house.fault("wechat", kind, operation="access_token")
    assert learn(client).status_code in (409, 422, 503)
    assert wechat_reader_of(member.pk) == ""


def test_the_base_scope_tells_no_person():
    reader = current_reader(INSIDE)
    assert reader is not None
    place = walked(reader.address(state="a1", back_to="http://testserver/sign-in/with/wechat/back/"))
    code = parse_qs(urlsplit(place).query)["code"][0]
    assert reader.identify(code=code, back_to="") == Identity(subject="", reader=LIN)
    with pytest.raises(LoginRefused):
        reader.identify(code=code, back_to="")
