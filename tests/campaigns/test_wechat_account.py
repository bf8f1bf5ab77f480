"""The Official Account: token, ticket, the card's signature, codes; through the simulator over HTTP."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bench.golden import WECHAT_CARD, WECHAT_CARD_SIGNATURE
from campaigns.providers.wechat_account import _fresh, current_account, jssdk_signature
from campaigns.tasks import keep_wechat_ticket
from common.http.errors import CallFailed, Declined, NotDone
from common.models import SharedToken
from simulators.testing import running_simulators
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
INSIDE = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"


@pytest.fixture(scope="module")
def house():
    with running_simulators() as running:
        yield running


@pytest.fixture(autouse=True)
def simulated(house, settings):
    house.reset()
    settings.PROVIDERS = {**settings.PROVIDERS, **house.providers}


def account():
    found = current_account()
    assert found is not None
    return found


def test_the_signature_is_the_one_of_the_vendors_example():
    url = f"{WECHAT_CARD['url']}#part"
    assert jssdk_signature(**{**WECHAT_CARD, "url": url}) == WECHAT_CARD_SIGNATURE


def test_a_job_keeps_the_ticket_and_asks_only_when_it_ends(house):
    keep_wechat_ticket()
    keep_wechat_ticket()
    assert house.get("/_control/wechat") == {"token": 1, "ticket": 1}
    now = timezone.now()
    assert account().seal_card("https://site.example/", now=now) is not None
    assert account().seal_card("https://site.example/", now=now + timedelta(hours=3)) is None


def test_a_token_that_another_program_ended_is_fetched_anew_once(house):
    keep_wechat_ticket()
    house.post("/_control/wechat/end-tokens")
    code = account().scene_code("ABC123", seconds=3600, now=timezone.now())
    assert code.address.startswith("http://weixin.qq.com/q/")
    assert house.get("/_control/wechat") == {"token": 2, "ticket": 1, "code": 1}


def test_a_wrong_secret_is_a_no_and_busy_is_not(house, settings):
    house.fault("wechat", "busy", operation="stable_token")
    with pytest.raises(NotDone) as busy:
        keep_wechat_ticket()
    assert (busy.value.reason, type(busy.value)) == ("busy", NotDone)
    entry = {**settings.PROVIDERS["wechat_account"], "secret": "wrong"}
    settings.PROVIDERS = {**settings.PROVIDERS, "wechat_account": entry}
    with pytest.raises(Declined) as declined:
        keep_wechat_ticket()
    assert declined.value.reason == "40125"
    assert not SharedToken.objects.exclude(sealed="").exists()


@pytest.mark.parametrize("kind", ["500", "reset", "half-body", "garbage"])
def test_an_answer_that_is_none_keeps_nothing(house, kind):
    house.fault("wechat", kind, operation="getticket")
    with pytest.raises(CallFailed):
        keep_wechat_ticket()
    assert account().seal_card("https://site.example/", now=timezone.now()) is None
    keep_wechat_ticket()
    assert account().seal_card("https://site.example/", now=timezone.now()) is not None


@pytest.mark.parametrize("seconds", [0, -1, True, "7200", 10**15, None])
def test_a_token_that_lasts_no_time_or_for_ever_is_garbage(seconds):
    assert _fresh({"ticket": "t", "expires_in": 7200}, "ticket").seconds == 7200
    with pytest.raises(NotDone):
        _fresh({"ticket": "t", "expires_in": seconds}, "ticket")


# --- the page -------------------------------------------------------------------------------------


def shared(client):
    live = make.live()
    client.force_login(MemberFactory.create())
    page = f"/campaigns/{live.slug}/share/?channel=wechat"
    client.post(f"/campaigns/{live.slug}/share/", {"channel": "wechat"})
    return page


def test_inside_wechat_the_page_words_its_card(client, house, settings):
    page = shared(client)
    keep_wechat_ticket()
    answer = client.get(page, HTTP_USER_AGENT=INSIDE)
    text = answer.content.decode()
    told = dict(re.findall(r'data-(timestamp|nonce|signature|link)="([^"]*)"', text))
    checked = {name: told[name] for name in ("timestamp", "nonce", "signature")}
    place = f"{settings.SITE_URL}{page}"
    assert house.post("/_control/wechat/card", url=place, **checked) == {"ok": True}
    assert house.post("/_control/wechat/card", url=f"{place}&x=1", **checked) == {"ok": False}
    assert f"{house.url}/wechat/open/js/jweixin-1.6.0.js" in answer["Content-Security-Policy"]


def test_elsewhere_no_script_of_others_is_loaded(client, house):
    page = shared(client)
    before = client.get(page, HTTP_USER_AGENT=INSIDE)
    keep_wechat_ticket()
    outside, other = client.get(page), client.get(page.replace("wechat", "weibo"), HTTP_USER_AGENT=INSIDE)
    for answer in (before, outside, other):
        assert answer.status_code == 200
        assert "jweixin" not in answer.content.decode()
        assert house.url not in answer["Content-Security-Policy"]
