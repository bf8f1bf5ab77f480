"""Signing in with WeChat and Weibo, through the simulators over real HTTP."""

import http.client
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import LinkedLogin, Member
from accounts.operations import link_login, subject_index
from accounts.providers.logins import (
    Identity,
    LoginRefused,
    LoginUnavailable,
    current_logins,
    find_login,
    text_of,
)
from accounts.providers.wechat import WeChatLogin
from accounts.registration import VISITOR_COOKIE, write_visitor_key
from common.http.provider import ProviderConfig
from outbox.models import FactRow
from simulators.testing import running_simulators
from tests.accounts.test_second_factor import with_app
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
BACK = "http://testserver/sign-in/with/{}/back/"
TOKEN_OF = {"linkedin": "accessToken"}
INSIDE = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


def login_for(key, agent=""):
    found = find_login(key, agent=agent)
    assert found is not None
    return found


def permitted(address, persona="lin-xia"):
    """What the service's page sends the browser back with, once a person has chosen."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}&persona={persona}")
    answer = connection.getresponse()
    place = answer.getheader("Location")
    connection.close()
    assert answer.status == 302, answer.status
    return place


def code_for(login, persona="lin-xia"):
    place = permitted(login.address(state="a1", back_to=BACK.format(login.key)), persona)
    return dict(parse_qsl(urlsplit(place).query))["code"]


def identified(key, persona="lin-xia", agent=""):
    login = login_for(key, agent)
    return login.identify(code=code_for(login, persona), back_to=BACK.format(key))


def go(client, key, persona="lin-xia", query="", **headers):
    """Out and back; the last answer."""
    out = client.get(f"/sign-in/with/{key}/{query}", headers=headers)
    assert out.status_code == 302, out.status_code
    return client.get(permitted(out["Location"], persona), headers=headers)


# --- the adapters -------------------------------------------------------------------------------


def test_a_person_is_the_same_by_qr_code_and_inside_wechat():
    outside, inside = identified("wechat"), identified("wechat", agent=INSIDE)
    assert outside.subject == inside.subject
    assert outside.display_name == "林夏🌿"


@pytest.mark.parametrize("key", ["wechat", "weibo", "linkedin"])
def test_names_are_read_as_the_bytes_they_are(key):
    assert identified(key, "jose").display_name == "José Bea"


@pytest.mark.parametrize("key", ["wechat", "weibo", "linkedin"])
def test_a_code_counts_once_and_the_second_time_is_a_no(key):
    login = login_for(key)
    code = code_for(login)
    login.identify(code=code, back_to=BACK.format(key))
    with pytest.raises(LoginRefused) as caught:
        login.identify(code=code, back_to=BACK.format(key))
    assert caught.value.code == {"wechat": "40163", "weibo": "21325", "linkedin": "invalid_request"}[key]
    assert not isinstance(caught.value, LoginUnavailable)


def test_an_old_code_is_a_no(house):
    login = login_for("wechat")
    code = code_for(login)
    house.options(clock_offset_seconds=301)
    with pytest.raises(LoginRefused, match="40029"):
        login.identify(code=code, back_to=BACK)


def test_weibo_wants_the_way_back_that_it_was_told():
    login = login_for("weibo")
    with pytest.raises(LoginUnavailable, match="21322"):
        login.identify(code=code_for(login), back_to="http://testserver/elsewhere/")


def test_without_unionid_nobody_is_anybody():
    with pytest.raises(LoginUnavailable, match="no-unionid"):
        identified("wechat", "no-union")


def test_a_name_that_cannot_be_had_is_not_missed(house):
    house.fault("wechat", "busy", operation="userinfo")
    assert identified("wechat") == Identity(subject=identified("wechat").subject, display_name="")
    house.fault("weibo", "busy", operation="show.json")
    assert identified("weibo").display_name == ""


@pytest.mark.parametrize("kind", ["busy", "500", "reset", "garbage", "half-body"])
@pytest.mark.parametrize("key", ["wechat", "weibo", "linkedin"])
def test_a_sick_service_is_unavailable_and_no_crash(house, key, kind):
    house.fault(key, kind, operation=TOKEN_OF.get(key, "access_token"))
    with pytest.raises(LoginUnavailable):
        identified(key)


def test_bytes_that_are_no_utf8_are_unavailable(house):
    house.fault("wechat", "gbk", operation="access_token")
    house.fault("wechat", "gbk", operation="userinfo")
    assert identified("wechat").display_name == ""


@pytest.mark.parametrize(
    ("agent", "without", "keys"),
    [
        ("", "app_id", ["weibo", "linkedin"]),
        (INSIDE, "app_id", ["wechat", "weibo", "linkedin"]),
        ("", "official_app_id", ["wechat", "weibo", "linkedin"]),
        (INSIDE, "official_app_id", ["weibo", "linkedin"]),
    ],
)
def test_wechat_is_offered_where_its_application_works(settings, agent, without, keys):
    entry = {**settings.PROVIDERS["wechat_login"], without: ""}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_login": entry}
    assert [login.key for login in current_logins(agent=agent)] == keys


def test_the_addresses_are_those_of_the_vendors_page():
    """The example of developers.weixin.qq.com: parameters in this order, the fragment at the end."""
    config = ProviderConfig.read(
        "wechat_login",
        {"mode": "live", "authorize_url": "https://open.weixin.qq.com", "app_id": "wxbdc5610cc59c1631"},
    )
    address = WeChatLogin(config, inside=False).address(
        state="3d6be0a4035d839573b04816624a415e", back_to="https://passport.yhd.com/wechat/callback.do"
    )
    assert address == (
        "https://open.weixin.qq.com/connect/qrconnect?appid=wxbdc5610cc59c1631"
        "&redirect_uri=https%3A%2F%2Fpassport.yhd.com%2Fwechat%2Fcallback.do"
        "&response_type=code&scope=snsapi_login&state=3d6be0a4035d839573b04816624a415e#wechat_redirect"
    )


def test_numbers_are_read_as_text_and_nothing_else_is():
    assert text_of({"uid": 12}, "uid") == "12"
    assert text_of({"uid": ["12"]}, "uid") == text_of({"uid": True}, "uid") == text_of({}, "uid") == ""


# --- pages --------------------------------------------------------------------------------------


def joined(client, key="wechat", persona="lin-xia"):
    assert go(client, key, persona)["Location"] == "/join/with/"
    return client.post("/join/with/", {"display_name": "Lin", "consent": "on"})


@pytest.mark.parametrize("key", ["wechat", "weibo", "linkedin"])
def test_a_newcomer_joins_and_comes_back(key):
    client = Client()
    page = client.get(go(client, key)["Location"])
    assert "林夏🌿" in page.content.decode()
    assert joined(client, key).status_code == 303
    assert client.get("/me/").status_code == 200
    other = Client()
    assert go(other, key)["Location"] == "/"
    assert other.get("/me/").status_code == 200
    assert Member.objects.count() == LinkedLogin.objects.count() == 1


def test_the_invitation_of_this_browser_survives():
    client = Client()
    kept = HttpResponse()
    write_visitor_key(kept, "visitor-key-1", secure=False)
    client.cookies[VISITOR_COOKIE] = kept.cookies[VISITOR_COOKIE].value
    joined(client)
    assert FactRow.objects.get(kind="accounts.member-registered").payload["visitor_key"] == "visitor-key-1"


def test_nothing_of_the_person_there_is_kept():
    client = Client()
    subject = identified("wechat").subject
    go(client, "wechat")
    assert subject not in str(dict(client.session.items()))
    client.post("/join/with/", {"display_name": "Lin", "consent": "on"})
    rows = [*LinkedLogin.objects.values(), *Member.objects.values(), *FactRow.objects.values()]
    assert subject not in str(rows)
    assert "林夏" not in str(rows)


def test_pressing_join_twice_makes_one_member():
    client = Client()
    go(client, "wechat")
    before = client.cookies["sessionid"].value
    joined_once = client.post("/join/with/", {"display_name": "Lin", "consent": "on"})
    client.cookies["sessionid"] = before
    again = client.post("/join/with/", {"display_name": "Lin", "consent": "on"})
    assert (joined_once.status_code, again.status_code) == (303, 303)
    assert client.get("/me/").status_code == 200
    assert Member.objects.count() == 1


def test_a_way_back_counts_once():
    client = Client()
    place = permitted(client.get("/sign-in/with/weibo/")["Location"])
    cookie = client.cookies["login-step"].value
    assert client.get(place).status_code == 302
    client.cookies["login-step"] = cookie
    assert client.get(place).status_code == 422


def test_a_way_back_of_another_browser_is_worth_nothing():
    """Somebody who plants their own code signs nobody in as themselves."""
    attacker, victim = Client(), Client()
    place = permitted(attacker.get("/sign-in/with/wechat/")["Location"])
    victim.get("/sign-in/with/wechat/")
    assert victim.get(place).status_code == 422
    assert Client().get(place).status_code == 422
    assert attacker.get(place).status_code == 302


def test_who_says_no_there_is_told_that_nothing_changed():
    client = Client()
    for key in ("wechat", "weibo"):
        answer = go(client, key, "deny")
        assert answer.status_code == 422
        assert "Nothing has changed" in answer.content.decode()
    assert not Member.objects.exists()


def test_a_service_that_is_down_is_named(house):
    house.fault("wechat", "500")
    answer = go(Client(), "wechat")
    assert answer.status_code == 409
    assert "WeChat can’t be asked right now" in answer.content.decode()


def test_what_is_off_is_not_there(settings):
    settings.PROVIDERS = {**settings.PROVIDERS, "weibo_login": {"mode": "off"}}
    assert Client().get("/sign-in/with/weibo/").status_code == 404
    assert "weibo" not in Client().get("/sign-in/").content.decode()
    assert "/sign-in/with/wechat/" in Client().get("/join/").content.decode()


def signed_in():
    member, client = MemberFactory.create(), Client()
    client.force_login(member)
    return member, client


def test_a_member_links_signs_in_and_unlinks():
    member, client = signed_in()
    assert go(client, "wechat", query="?for=link")["Location"] == "/me/logins/"
    linked = LinkedLogin.objects.get(member=member)
    other = Client()
    go(other, "wechat")
    assert other.get("/me/logins/").status_code == 200
    assert client.post(f"/me/logins/{linked.public_id}/unlink/").status_code == 303
    assert go(Client(), "wechat")["Location"] == "/join/with/"


def test_the_only_way_in_stays():
    client = Client()
    joined(client)
    linked = LinkedLogin.objects.get()
    answer = client.post(f"/me/logins/{linked.public_id}/unlink/")
    assert answer.status_code == 409
    assert "only way in" in answer.content.decode()
    assert LinkedLogin.objects.exists()


def test_a_login_of_somebody_else_is_not_linked():
    joined(Client())
    member, client = signed_in()
    answer = go(client, "wechat", query="?for=link")
    assert answer.status_code == 409
    assert not LinkedLogin.objects.filter(member=member).exists()


def test_a_link_that_was_begun_by_another_member_is_not_made():
    _first, client = signed_in()
    place = permitted(client.get("/sign-in/with/wechat/?for=link")["Location"])
    client.force_login(MemberFactory.create())
    assert client.get(place).status_code == 422
    assert not LinkedLogin.objects.exists()


def grow_stale(client):
    session = client.session
    session["proven_at"] = 1
    session.save()


def test_linking_asks_for_a_fresh_proof(settings):
    settings.STEP_UP = True
    _member, client = signed_in()
    grow_stale(client)
    answer = client.get("/sign-in/with/wechat/?for=link")
    assert urlsplit(answer["Location"]).path == "/prove/"


def test_who_has_only_wechat_proves_with_it():
    client = Client()
    joined(client)
    grow_stale(client)
    assert "for=prove" in client.get("/prove/?next=/me/logins/").content.decode()
    assert go(client, "wechat", query="?for=prove&next=/me/logins/")["Location"] == "/me/logins/"
    assert client.session["proven_at"] > 1


def test_somebody_elses_wechat_proves_nothing():
    client = Client()
    joined(client)
    grow_stale(client)
    assert go(client, "wechat", "chen-yu", query="?for=prove").status_code == 422
    assert client.session["proven_at"] == 1


def test_a_login_is_only_half_of_it_for_who_has_a_second_factor():
    member = MemberFactory.create()
    with_app(member)
    LinkedLogin.objects.create(
        member=member,
        provider="weibo",
        subject_index=subject_index("weibo", identified("weibo")),
        linked_at=timezone.now(),
    )
    client = Client()
    assert parse_qs(urlsplit(go(client, "weibo")["Location"]).query) == {"next": ["/"]}
    assert client.get("/me/").status_code == 302


def test_the_api_lists_and_unlinks():
    member, client = signed_in()
    member.proven_at = timezone.now()
    linked = link_login(
        actor=member, provider="weibo", identity=Identity(subject="12345"), now=member.proven_at
    )
    found = client.get("/api/v1/me/logins/").json()["items"]
    assert [one["service"] for one in found] == ["weibo"]
    address, key = f"/api/v1/me/logins/{linked.public_id}/unlink/", {"Idempotency-Key": "unlink-0001"}
    assert client.post(address, headers=key).status_code == 204
    assert client.get("/api/v1/me/security/").json()["logins"] == 0


def test_the_cookie_of_a_step_goes_as_it_came() -> None:
    """Whoever reads headers finds no cookie that scripts may read, also where one ends."""
    ended = Client().get("/sign-in/with/wechat/back/", secure=True).cookies["login-step"]
    assert (ended.value, ended["max-age"]) == ("", 0)
    assert all((ended["httponly"], ended["secure"], ended["samesite"] == "Lax"))
