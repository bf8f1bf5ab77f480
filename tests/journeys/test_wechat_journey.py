"""A member of WeChat: an invitation, signing in through the simulator, passing it on, a friend who counts."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser journeys need playwright: make install-e2e")

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import LinkedLogin, Member
from accounts.operations import link_login
from accounts.providers.logins import Identity
from campaigns.models import Referral, ShareLink
from campaigns.operations.share_links import make_share_link
from campaigns.states import ReferralState
from campaigns.tasks import keep_wechat_ticket
from common.clock import db_now
from simulators.testing import Running, running_simulators
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory
from tests.journeys.browsing import PHONE, chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
INSIDE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.50 Language/zh_CN"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread
    with chromium() as started:
        yield started


@pytest.fixture
def house(settings: Any, live_server: Any) -> Iterator[Running]:
    with running_simulators(own_process=True) as running:
        settings.PROVIDERS = {**settings.PROVIDERS, **running.providers}
        settings.SITE_URL = live_server.url
        yield running


def phone(browser: Browser, complaints: list[str]) -> BrowserContext:
    context = browser.new_context(viewport=PHONE, locale="zh-CN", user_agent=INSIDE)
    context.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    return context


def join_with_wechat(page: Page, link: str, persona: str) -> Member:
    """From the invitation to the first page of a member."""
    page.goto(link)
    page.get_by_role("link", name="加入", exact=True).click()
    return join_from_here(page, persona)


def join_from_here(page: Page, persona: str) -> Member:
    page.get_by_role("link", name="用微信继续").click()
    page.locator(f"#{persona}").click()
    expect(page.get_by_text("微信已确认是您本人")).to_be_visible()
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="加入").click()
    page.wait_for_url("**/welcome/**")
    return Member.objects.latest("pk")


def test_a_wechat_member_passes_an_invitation_on_and_a_friend_counts(
    browser: Browser, live_server: Any, house: Running
) -> None:
    campaign = make.live()
    host = MemberFactory.create()
    first = make_share_link(actor=host, campaign_id=campaign.pk, channel="wechat", now=make.NOW)
    complaints: list[str] = []
    with phone(browser, complaints) as lins, phone(browser, complaints) as chens:
        page = lins.new_page()
        lin = join_with_wechat(page, f"{live_server.url}/i/{first.code}/", "lin-xia")
        assert lin.display_name == "林夏🌿"
        assert Referral.objects.get(invitee=lin).advocate == host

        page.goto(f"{live_server.url}/campaigns/{campaign.slug}/share/?channel=wechat")
        page.get_by_role("button", name="获取").click()
        expect(page.get_by_text("强关系")).to_be_visible()
        link = ShareLink.objects.get(advocate=lin)
        assert link.channel == "wechat"

        other = chens.new_page()
        chen = join_with_wechat(other, f"{live_server.url}/i/{link.code}/", "chen-yu")
        referral = Referral.objects.get(invitee=chen)
        assert (referral.advocate, referral.state) == (lin, ReferralState.REGISTERED)
        make.verify(referral)
        page.goto(f"{live_server.url}/campaigns/{campaign.slug}/progress/")
        expect(page.get_by_text("陈宇").first).to_be_visible()
        expect(page.get_by_text("已计入").first).to_be_visible()

        lins.clear_cookies()
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_role("link", name="用微信继续").click()
        page.locator("#lin-xia").click()
        page.wait_for_url(f"{live_server.url}/")
        page.goto(f"{live_server.url}/me/logins/")
        page.get_by_role("button", name="解绑").click()
        expect(page.get_by_role("alert").filter(has_text="唯一")).to_be_visible()
    assert LinkedLogin.objects.count() == 2
    assert [line for line in complaints if "409" not in line] == []


def test_a_wechat_member_allows_a_message_by_the_button_of_wechat(
    browser: Browser, live_server: Any, house: Running
) -> None:
    keep_wechat_ticket()
    complaints: list[str] = []
    with phone(browser, complaints) as lins:
        page = lins.new_page()
        page.goto(f"{live_server.url}/join/")
        join_from_here(page, "lin-xia")
        lins.clear_cookies()
        page.goto(f"{live_server.url}/sign-in/?next=/notifications/settings/")
        page.get_by_role("link", name="用微信继续").click()
        page.locator("#lin-xia").click()
        page.wait_for_url("**/notifications/settings/")
        expect(page.get_by_text("目前没有允许任何消息")).to_be_visible()
        page.get_by_role("button", name="再允许一条消息").click()
        page.locator("#lin-xia-accept").click()
        page.wait_for_url("**/notifications/settings/")
        expect(page.get_by_text("您还允许 1 条消息")).to_be_visible()
        expect(page.locator("[data-without]")).to_be_hidden()
    assert complaints == []


def test_a_member_who_linked_on_a_computer_is_known_by_one_press_inside_wechat(
    browser: Browser, live_server: Any, house: Running
) -> None:
    keep_wechat_ticket()
    member = MemberFactory.create(locale="zh-hans")
    link_login(actor=member, provider="wechat", identity=Identity(subject="union-lin"), now=db_now())
    complaints: list[str] = []
    with phone(browser, complaints) as lins:
        signed_in = Client()
        signed_in.force_login(member)
        cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        lins.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = lins.new_page()
        page.goto(f"{live_server.url}/notifications/settings/")
        page.get_by_role("link", name="在微信里接收消息").click()
        page.locator("#lin-xia").click()
        expect(page.get_by_text("社区公众号已认识您")).to_be_visible()
        page.get_by_role("button", name="再允许一条消息").click()
        page.locator("#lin-xia-accept").click()
        expect(page.get_by_text("您还允许 1 条消息")).to_be_visible()
    assert complaints == []
